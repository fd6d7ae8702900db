/** What Drover promises when processes, sessions and servers die under it, tested on a whole Drover from outside. */
package io.drover.fault;
