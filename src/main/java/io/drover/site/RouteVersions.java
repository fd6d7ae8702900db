package io.drover.site;

import io.drover.task.RouteVersion;
import io.drover.task.TaskConsumer;
import io.drover.task.TaskEndpoint;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes of a site's Camel, each replaced by a newer version without a moment in which there is none: the newer one is
 * made and started beside the older, which lets no more runs in and is removed once the last one has left it. Camel by
 * itself stops the older first, under runs that go on, and has nothing if the newer cannot be made. Not thread-safe.
 */
final class RouteVersions {

    private static final Logger LOG = LoggerFactory.getLogger(RouteVersions.class);
    private static final int STOP_SECONDS = 1;

    private final CamelContext context;
    private final Set<String> retired = new HashSet<>();

    RouteVersions(CamelContext context) {
        this.context = context;
    }

    /**
     * Makes a route, not started yet. When it cannot be made, nothing of it is left.
     *
     * @return its id
     */
    String add(RouteDraft draft) throws Exception {
        String id = freeId(draft.name());
        draft.definition().setId(id);
        if (!id.equals(draft.name())) {
            // Ids that the file gives to its steps must be unique in the Camel, too.
            draft.definition().setNodePrefixId(id + "-");
        }
        try {
            context.addRoutes(draft.builder());
            return id;
        } catch (Exception | LinkageError | StackOverflowError e) {
            remove(id);
            throw e;
        }
    }

    private String freeId(String name) {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> RouteVersion.id(name, number))
                .filter(id -> ((ModelCamelContext) context).getRouteDefinition(id) == null)
                .findFirst()
                .orElseThrow();
    }

    void start(String id) throws Exception {
        context.getRouteController().startRoute(id);
    }

    /**
     * Starts the newer version of a route in place of the older. When that fails, nothing of the newer is left and the
     * older goes on as before. A route that is no task has one consumer only, a web hook for instance: it is away for the
     * moment between the two.
     */
    void startInPlaceOf(@Nullable String older, String newer) throws Exception {
        String inTheWay = older == null || isTask(older) ? null : older;
        try {
            if (inTheWay != null) {
                stop(inTheWay);
            }
            start(newer);
        } catch (Exception | LinkageError | StackOverflowError e) {
            remove(newer);
            if (inTheWay != null) {
                start(inTheWay);
            }
            throw e;
        }
    }

    private boolean isTask(String id) {
        return context.getRoute(id).getEndpoint() instanceof TaskEndpoint;
    }

    /** Lets no more runs into a route; it is removed at once, or when {@link #sweep} finds that the last has left it. */
    void retire(String id) {
        Route route = context.getRoute(id);
        if (route != null && route.getConsumer() instanceof TaskConsumer consumer) {
            consumer.retire();
        }
        retired.add(id);
        sweep();
    }

    /** Removes routes that were retired while a run was in them, if the run is over. */
    void sweep() {
        retired.removeIf(id -> {
            Route route = context.getRoute(id);
            boolean isBusy =
                    route != null && route.getConsumer() instanceof TaskConsumer consumer && !consumer.isIdle();
            return !isBusy && remove(id);
        });
    }

    /** Stops a route as well as it can be. */
    void halt(String id) {
        try {
            stop(id);
        } catch (Exception e) {
            LOG.warn("Route {} of {} cannot be stopped", id, context.getName(), e);
        }
    }

    private void stop(String id) throws Exception {
        context.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** @return false when it is still there; the next sweep tries again */
    private boolean remove(String id) {
        ModelCamelContext model = (ModelCamelContext) context;
        try {
            if (context.getRoute(id) != null) {
                stop(id);
                context.removeRoute(id);
            }
            RouteDefinition left = model.getRouteDefinition(id);
            if (left != null) {
                model.removeRouteDefinition(left);
            }
            return true;
        } catch (Exception e) {
            LOG.warn("Route {} of {} cannot be removed", id, context.getName(), e);
            return false;
        }
    }
}
