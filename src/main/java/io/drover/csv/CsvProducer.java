package io.drover.csv;

import io.drover.send.Mode;
import io.drover.send.StepLog;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@code csv:} step: puts the rows of a file into the body, and the file away once the run has committed. */
final class CsvProducer extends DefaultProducer {

    private static final Logger LOG = LoggerFactory.getLogger(CsvProducer.class);

    private final CsvFolder folder;
    private final CsvFormat format;

    CsvProducer(CsvEndpoint endpoint, CsvFolder folder, CsvFormat format) {
        super(endpoint);
        this.folder = folder;
        this.format = format;
    }

    @Override
    public void process(Exchange exchange) {
        Optional<CsvFolder.Taken> found = folder.look();
        if (found.isPresent()) {
            take(exchange, found.get());
        } else if (exchange.getProperty(Mode.PROPERTY, Mode.class) == Mode.CHANGED) {
            StepLog.say(exchange, folder.absence());
            exchange.setRouteStop(true);
        } else {
            // Never as an empty file: that would mean that nothing is left of the set.
            throw new CsvException(folder.absence());
        }
    }

    private void take(Exchange exchange, CsvFolder.Taken taken) {
        CsvRows rows = new CsvRows(taken.file(), format);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                close(rows);
                folder.putAway(taken).forEach(line -> StepLog.say(done, line));
            }

            @Override
            public void onFailure(Exchange failed) {
                close(rows);
            }
        });
        StepLog.say(
                exchange,
                "Reads %s, written at %s"
                        .formatted(taken.file().name(), taken.file().changed()));
        exchange.getMessage().setBody(rows);
    }

    private static void close(CsvRows rows) {
        try {
            rows.close();
        } catch (IOException e) {
            LOG.debug("A file cannot be closed: {}", e.getMessage());
        }
    }
}
