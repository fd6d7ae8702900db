package io.drover.api;

import io.drover.http.Caller;
import io.drover.http.Problem;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A request whose query and body have been found to be what its {@link Endpoint} takes. */
final class ApiRequest {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final RoutingContext context;
    private final MultiMap query;
    private final Map<String, String> body;

    private ApiRequest(RoutingContext context, MultiMap query, Map<String, String> body) {
        this.context = context;
        this.query = query;
        this.body = body;
    }

    static ApiRequest read(RoutingContext context, Endpoint endpoint) {
        return new ApiRequest(
                context, checked(context.queryParams(), endpoint.query()), ApiBody.read(context, endpoint));
    }

    private static MultiMap checked(MultiMap query, Set<String> known) {
        for (String name : query.names()) {
            if (!known.contains(name)) {
                String detail = known.isEmpty()
                        ? "This path takes no parameters"
                        : "There is no such parameter; there are " + String.join(", ", new TreeSet<>(known));
                throw refusal(name, detail);
            }
            if (query.getAll(name).size() > 1) {
                throw refusal(name, "The parameter is given more than once");
            }
            if (!PlainText.isStorable(query.get(name))) {
                throw refusal(name, "The parameter holds a character that cannot be kept");
            }
        }
        return query;
    }

    private static RuntimeException refusal(String parameter, String detail) {
        return new Problem(400, detail).with("parameter", parameter).exception();
    }

    /** Who is to be named as the one who asked. */
    String by() {
        return Caller.OPERATOR;
    }

    String path(String name) {
        return context.pathParam(name);
    }

    /** A number that is part of the path. */
    long pathNumber(String name) {
        String text = path(name);
        if (!NUMBER.matcher(text).matches()) {
            throw new Problem(400, "The path needs a number where the %s is".formatted(name))
                    .with("parameter", name)
                    .exception();
        }
        return Long.parseLong(text);
    }

    /** A field that the body must have. */
    String field(String name) {
        String value = body.get(name);
        if (value == null) {
            throw new Problem(400, "The body must have the field %s".formatted(name))
                    .with("field", name)
                    .exception();
        }
        return value;
    }

    /** A field that the body must have as something else; an {@link IllegalArgumentException} is told to the caller. */
    <T> T field(String name, Function<String, T> reading) {
        try {
            return reading.apply(field(name));
        } catch (IllegalArgumentException e) {
            throw new Problem(400, String.valueOf(e.getMessage()))
                    .with("field", name)
                    .exception();
        }
    }

    Optional<String> fieldIfGiven(String name) {
        return Optional.ofNullable(body.get(name));
    }

    /** A field that is true or false. */
    boolean flag(String name, boolean otherwise) {
        return fieldIfGiven(name).map(Boolean::parseBoolean).orElse(otherwise);
    }

    /** A query parameter that is true or false; false where it is not given. */
    boolean queryFlag(String name) {
        return query(name, text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("The parameter must be true or false");
                })
                .orElse(false);
    }

    /**
     * That what the caller read is still what there is (RFC 9110): an edit must name the version it is based on.
     *
     * @param tag of what there is
     */
    void requireMatch(String tag) {
        String given = context.request().getHeader("If-Match");
        if (given == null) {
            throw new Problem(
                            428,
                            "Say in If-Match which version you edit: the ETag of your last read, here %s"
                                    .formatted(tag))
                    .exception();
        }
        if (!given.equals(tag) && !given.equals("*")) {
            throw new Problem(412, "It was changed since you read it: it is at %s now, not %s".formatted(tag, given))
                    .exception();
        }
    }

    /** The refusal of a request without a parameter that it needs. */
    static RuntimeException missing(String parameter) {
        return refusal(parameter, "The parameter %s is needed".formatted(parameter));
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A query parameter as something else; an {@link IllegalArgumentException} of the reading is told to the caller. */
    <T> Optional<T> query(String name, Function<String, T> reading) {
        try {
            return query(name).map(reading);
        } catch (IllegalArgumentException e) {
            throw refusal(name, String.valueOf(e.getMessage()));
        }
    }

    int queryNumber(String name, int least, int most, int otherwise) {
        return query(name, text -> {
                    long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
                    if (number < least || number > most) {
                        throw new IllegalArgumentException("The parameter must be %d to %d".formatted(least, most));
                    }
                    return (int) number;
                })
                .orElse(otherwise);
    }

    /** A number of a list's line, from which it goes on. */
    Optional<Long> queryKey(String name) {
        return query(name, text -> {
            if (!NUMBER.matcher(text).matches()) {
                throw new IllegalArgumentException("The parameter must be a number");
            }
            return Long.valueOf(text);
        });
    }

    Optional<Instant> queryInstant(String name) {
        return query(name, ApiRequest::instant);
    }

    /** A field that the body must have, as an instant. */
    Instant fieldInstant(String name) {
        return field(name, ApiRequest::instant);
    }

    private static Instant instant(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Told below, together with what is out of range.
        }
        throw new IllegalArgumentException(
                "This must be an instant with its offset, such as 2026-11-22T07:05:00Z (in an address a + is written %2B)");
    }
}
