package io.drover.send;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.sql.SQLDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts as values of a type of which only PostgreSQL knows the form. The server reads some of them by rounding or
 * cutting; here they are compared with what became of them.
 */
final class ServerText {

    private static final Pattern OF_SECONDS = Pattern.compile("interval.*|time.*|ts.*range|tstz.*range");
    private static final Pattern OF_FLOATS = Pattern.compile("real\\[]|double precision\\[]");
    private static final JsonFactory STRICT_JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String DUPLICATE_KEY = "22030";
    private static final String CUT = "22001";

    private final Column column;

    ServerText(Column column) {
        this.column = column;
    }

    /** A query of an array of texts: what each is as a value, in the same order, and whether that is all it said. */
    String query() {
        List<String> kept = new ArrayList<>(List.of("true"));
        String type = column.type();
        if (!column.declared().equals(type)) {
            kept.add("(v::%s is not distinct from v::%s)".formatted(type, column.declared()));
        }
        if (OF_SECONDS.matcher(type).matches()) {
            kept.add("v !~ '[.]\\d{6}0*[1-9]'");
        }
        if (OF_FLOATS.matcher(type).matches()) {
            kept.add("v::numeric[] = v::%s::text::numeric[]".formatted(type));
        }
        if (type.equals("money")) {
            kept.add("case when v ~ '^\\s*-?\\d+([.]\\d+)?\\s*$' then v::money::numeric = v::numeric"
                    + " else v::money::text = v end");
        }
        if (type.equals("\"char\"")) {
            kept.add("octet_length(v) <= 1");
        }
        return "select (v::%s)::text, coalesce(%s, true) from unnest(?::text[]) with ordinality x(v, n) order by n"
                .formatted(column.declared(), String.join(" and ", kept));
    }

    /** @throws SQLDataException when the server would not say what it leaves out of one of the texts */
    void check(List<@Nullable String> texts) throws SQLDataException {
        if (column.type().equals("jsonb")) {
            for (String text : texts) {
                if (text != null && hasDuplicateKey(text)) {
                    throw new SQLDataException(
                            "%s has a key twice, of which jsonb would keep one".formatted(shown(text)), DUPLICATE_KEY);
                }
            }
        }
    }

    private static boolean hasDuplicateKey(String text) {
        try (JsonParser json = STRICT_JSON.createParser(text)) {
            while (json.nextToken() != null) {
                // To its end, or to the key that was there before.
            }
            return false;
        } catch (IOException e) {
            // What else is wrong with it is for the server to say.
            return String.valueOf(e.getMessage()).startsWith("Duplicate field");
        }
    }

    /** Why a text is refused of which only a part is kept. */
    SQLDataException lossOf(@Nullable String text, @Nullable String stored) {
        return new SQLDataException(
                "%s would become %s in a column of type %s".formatted(shown(text), shown(stored), column.declared()),
                CUT);
    }

    private static String shown(@Nullable String text) {
        return text == null ? "null" : text.length() > 40 ? "'" + text.substring(0, 40) + "…'" : "'" + text + "'";
    }
}
