package io.drover.run;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** The log of one run, as the run writes it: a line that cannot be kept never ends the run. */
record RunLog(RunStore store, long run) {

    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    void line(String text) {
        try {
            store.log(run, text);
        } catch (DataAccessException e) {
            LOG.warn("run={}: its log lacks the line '{}': {}", run, text, e.getMessage());
        }
    }
}
