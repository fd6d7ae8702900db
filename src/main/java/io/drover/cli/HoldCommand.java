package io.drover.cli;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Parks a row. */
@Command(
        name = "hold",
        description = "Parks a row: no run of the task touches it until the end date or its release.",
        footer = {
            "",
            "Example: ./drover hold product-master --site LIVE --table web.product --key \"product_code=40-1187\""
                    + " --until 2026-12-01 --reason \"Currency is blank\""
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class HoldCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OnTask task;

    @Mixin
    private Reason reason;

    @Mixin
    private Told told;

    @Option(names = "--table", paramLabel = "TABLE", required = true, description = "As the route file writes it.")
    private String table;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            required = true,
            description = "All columns of the key, e.g. \"product_code=A, region=VIC\".")
    private String key;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            required = true,
            description = "2026-12-01, 2026-12-01T07:05 or, with an offset, 2026-12-01T07:05Z; at most a year away.")
    private String until;

    @Override
    public void run() {
        JsonObject body = reason.body()
                .put("table", table)
                .put("key", key)
                .put("until", instant(until, drover.clock()).toString());
        JsonObject held = drover.client().post(task.path("held-rows"), body);
        told.answer(
                held,
                "%s of %s is held until %s, number %d"
                        .formatted(
                                held.getString("key"),
                                held.getString("table"),
                                Words.time(Instant.parse(held.getString("until")), drover.clock()),
                                held.getLong("id")));
    }

    /** Without an offset it is a time of this machine. */
    private Instant instant(String text, Clock clock) {
        try {
            if (!text.contains("T")) {
                return LocalDate.parse(text).atStartOfDay(clock.getZone()).toInstant();
            }
            return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(clock.getZone()).toInstant();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--until needs the form 2026-12-01 or 2026-12-01T07:05, but is '%s'".formatted(text),
                    e);
        }
    }
}
