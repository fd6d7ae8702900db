package io.drover.send;

import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** A {@code send:} step: hands the rows of the body to the run. Afterwards the body is its counts. */
final class SendProducer extends DefaultProducer {

    private final SendOptions options;

    SendProducer(SendEndpoint endpoint, SendOptions options) {
        super(endpoint);
        this.options = options;
    }

    @Override
    public void process(Exchange exchange) throws SQLException {
        RowReceiver receiver = exchange.getProperty(RowReceiver.PROPERTY, RowReceiver.class);
        if (receiver == null) {
            throw new SendException(
                    "send:%s works only in a route that begins with task:, inside a run".formatted(options.table()));
        }
        exchange.getMessage()
                .setBody(receiver.send(options, exchange.getMessage().getBody()));
    }
}
