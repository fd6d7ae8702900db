package io.drover.api;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;

/**
 * One line of the API: a method, a path and what answers it.
 *
 * @param path under {@code /api/v1}, parameters as {@code :name}
 * @param query names of the query parameters it knows; each other one is refused
 * @param fields names of the fields its body may have, all of them texts; each other one is refused
 * @param flags names of fields that are true or false
 */
record Endpoint(
        HttpMethod method, String path, Action action, Set<String> query, Set<String> fields, Set<String> flags) {

    /** Answers a request; called in a thread that may block. */
    @FunctionalInterface
    interface Action {
        Answer answer(ApiRequest request);
    }

    static Endpoint get(String path, Action action, String... query) {
        return new Endpoint(HttpMethod.GET, path, action, Set.of(query), Set.of(), Set.of());
    }

    static Endpoint post(String path, Action action, String... fields) {
        return new Endpoint(HttpMethod.POST, path, action, Set.of(), Set.of(fields), Set.of());
    }

    static Endpoint put(String path, Action action, String... fields) {
        return new Endpoint(HttpMethod.PUT, path, action, Set.of(), Set.of(fields), Set.of());
    }

    static Endpoint delete(String path, Action action) {
        return new Endpoint(HttpMethod.DELETE, path, action, Set.of(), Set.of(), Set.of());
    }

    /** The same with query parameters. */
    Endpoint with(String... parameters) {
        return new Endpoint(method, path, action, Set.of(parameters), fields, flags);
    }

    /** The same with a field that is true or false. */
    Endpoint withFlag(String name) {
        return new Endpoint(method, path, action, query, fields, Set.of(name));
    }

    /** Whoever may read may also ask for the headers alone. */
    List<HttpMethod> methods() {
        return method.equals(HttpMethod.GET) ? List.of(method, HttpMethod.HEAD) : List.of(method);
    }
}
