package io.drover.cli;

import io.drover.config.PlainLine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a command tells: a line or a table for a person, or with {@code --json} what the API answers. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before the command is called
final class Told {

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Prints what the API answers.")
    private boolean json;

    /** Only for a person: something that the last answer makes superfluous. */
    void meanwhile(String text) {
        if (!json) {
            print(PlainLine.of(text));
        }
    }

    void answer(JsonObject answer, String text) {
        print(json ? answer.encodePrettily() : PlainLine.of(text));
    }

    /** @param text what a person is told, more than one line of it */
    void text(JsonObject answer, Consumer<PrintWriter> text) {
        if (json) {
            print(answer.encodePrettily());
        } else {
            text.accept(out());
        }
    }

    /** A line of such a text. */
    void line(String text) {
        out().println(PlainLine.of(text));
    }

    void list(JsonArray answer, Supplier<Table> table) {
        if (json) {
            print(answer.encodePrettily());
        } else {
            table.get().print(out());
        }
    }

    private void print(String text) {
        out().println(text);
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
