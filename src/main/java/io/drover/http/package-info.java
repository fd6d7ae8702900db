/** What console, API and web hooks share: the HTTP server, its guards and the form of its refusals. */
@NullMarked
package io.drover.http;

import org.jspecify.annotations.NullMarked;
