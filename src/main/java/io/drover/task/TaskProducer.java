package io.drover.task;

import io.drover.config.DroverException;
import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.task.RunRequest.Cause;
import io.drover.task.TaskEndpoint.When;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run. Only the names of task and mode leave the message; no header of it reaches the run.
 *
 * <p>A run that writes nothing asks for nothing. With {@code when}, the request is made with the result of the run that asks,
 * in one transaction, and the body stays. Else {@code task:NAME} leaves a map with {@code run} and {@code coalesced} as the body. {@code task:*} asks for what
 * the body names ({@code task} and {@code mode}), keeps the body, and answers in the headers {@code run} and
 * {@code answer}, also when the request cannot be met: one bad command must not keep the others waiting.
 */
final class TaskProducer extends DefaultProducer {

    private final TaskEndpoint endpoint;

    TaskProducer(TaskEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        if (endpoint.isAny()) {
            askForNamed(exchange);
            return;
        }
        if (Purpose.isRehearsal(exchange)) {
            return;
        }
        RunRequest request = request(exchange, endpoint.getName(), endpoint.mode());
        if (endpoint.when() != When.NOW) {
            followers(exchange).add(request, endpoint.when() == When.ENDED);
            return;
        }
        RunAnswer answer = requests().ask(request);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("run", answer.run());
        body.put("coalesced", answer.coalesced());
        exchange.getMessage().setBody(body);
    }

    private void askForNamed(Exchange exchange) {
        Map<?, ?> command = exchange.getMessage().getBody(Map.class);
        Long run = null;
        String text;
        try {
            RunRequest request = request(exchange, text(command, "task"), mode(text(command, "mode")));
            if (Purpose.isRehearsal(exchange)) {
                throw new DroverException("Not asked for: this run writes nothing");
            }
            RunAnswer answer = requests().ask(request);
            run = answer.run();
            text = answer.coalesced() ? "waiting run %d serves this".formatted(run) : "run %d asked for".formatted(run);
        } catch (DroverException e) {
            text = String.valueOf(e.getMessage());
        }
        exchange.getMessage().setHeader("run", run);
        exchange.getMessage().setHeader("answer", text.substring(0, Math.min(200, text.length())));
    }

    private static RunFollowers followers(Exchange exchange) {
        RunFollowers followers = exchange.getProperty(RunFollowers.PROPERTY, RunFollowers.class);
        if (followers == null) {
            throw new DroverException(
                    "Option when of task: makes sense only in the route of a task; this one begins otherwise");
        }
        return followers;
    }

    private static String text(@Nullable Map<?, ?> command, String name) {
        Object value = command == null ? null : command.get(name);
        if (value == null) {
            throw new DroverException("A command needs 'task' and 'mode', but has no '" + name + "'");
        }
        return value.toString().strip();
    }

    private static Mode mode(String text) {
        try {
            return Mode.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new DroverException("Mode '" + text + "' is unknown; it is ALL or CHANGED", e);
        }
    }

    private static RunRequest request(Exchange exchange, String task, Mode mode) {
        return request(RouteVersion.name(String.valueOf(exchange.getFromRouteId())), task, mode);
    }

    /** @param route without the number of its version */
    static RunRequest request(String route, String task, Mode mode) {
        return new RunRequest(task, mode, Cause.ROUTE, route, null);
    }

    private RunRequests requests() {
        return CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), RunRequests.class);
    }
}
