package io.drover.site;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What YAML can do that a route file needs not: nest without end, repeat itself, name classes. Checked event by event,
 * which neither recurses nor builds anything, before a parser that does either sees the text (RELIABILITY M18, S43, S48).
 */
final class YamlLimits {

    private static final int DEEPEST = 50;
    private static final int MOST_ALIASES = 10;

    private int documents;
    private int aliases;
    private int depth;

    private YamlLimits() {}

    /**
     * @throws BrokenRouteException naming the line of what is too much
     * @throws YamlEngineException when the text is no YAML
     */
    static void check(String text) {
        YamlLimits limits = new YamlLimits();
        for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
            limits.look(event);
        }
    }

    private void look(Event event) {
        if (event instanceof DocumentStartEvent && ++documents > 1) {
            throw tooMuch(event, "A file holds one document; here begins another");
        } else if (event instanceof AliasEvent && ++aliases > MOST_ALIASES) {
            throw tooMuch(event, "More than %d aliases are refused".formatted(MOST_ALIASES));
        } else if (event instanceof CollectionStartEvent start) {
            checkTag(event, start.getTag());
            if (++depth > DEEPEST) {
                throw tooMuch(
                        event, "More than %d levels are refused: the file is nested too deeply".formatted(DEEPEST));
            }
        } else if (event instanceof CollectionEndEvent) {
            depth--;
        } else if (event instanceof ScalarEvent scalar) {
            checkTag(event, scalar.getTag());
        }
    }

    private static void checkTag(Event event, Optional<String> tag) {
        if (tag.isPresent()) {
            throw tooMuch(event, "A tag such as %s has no meaning here".formatted(tag.get()));
        }
    }

    private static BrokenRouteException tooMuch(Event event, String reason) {
        return new BrokenRouteException(event.getStartMark().map(Mark::getLine).orElse(0) + 1, reason);
    }
}
