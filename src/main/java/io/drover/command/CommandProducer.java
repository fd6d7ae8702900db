package io.drover.command;

import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.send.StepLog;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** A {@code command:} step: runs a program to its end; the body stays as it is. A run that writes nothing runs nothing. */
final class CommandProducer extends DefaultProducer {

    private final CommandEndpoint endpoint;

    CommandProducer(CommandEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException, IOException {
        Command command = endpoint.command();
        if (Purpose.isRehearsal(exchange)) {
            StepLog.say(exchange, "%s is not run: this run writes nothing".formatted(command.name()));
            return;
        }
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("DROVER_SITE", command.site());
        Mode mode = exchange.getProperty(Mode.PROPERTY, Mode.class);
        if (mode != null) {
            environment.put("DROVER_MODE", mode.name());
        }
        try (CommandProcess process = CommandProcess.start(command, environment, line -> StepLog.say(exchange, line))) {
            int code = process.awaitEnd();
            if (!command.success().contains(code)) {
                throw new CommandException(
                        "%s ended with exit code %d%s".formatted(command.name(), code, process.lastWords()));
            }
        }
    }
}
