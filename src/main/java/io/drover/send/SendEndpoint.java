package io.drover.send;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Make a target table equal to the rows in the message body.
 *
 * <p>Works inside the run of a task; all sends of a run commit together or not at all. In mode ALL the rows are the
 * whole set: what the table has besides them is removed. In mode CHANGED they are applied: those with a true column
 * {@code gone} are removed, the others inserted or updated. Rows that are already equal are never written.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "send",
        title = "Send",
        syntax = "send:table",
        producerOnly = true,
        category = {Category.DATABASE})
public class SendEndpoint extends DefaultEndpoint {

    @UriPath(description = "Table of the target, with its schema: web.product")
    @Metadata(required = true)
    private String table = "";

    @UriParam(description = "Columns that identify a row, separated by comma, as the target calls them")
    @Metadata(required = true)
    private String key = "";

    @UriParam(defaultValue = "#web", description = "Data source of the table")
    private String dataSource = "#web";

    @UriParam(
            description =
                    "For child rows: columns that name the parent. In mode CHANGED the rows of every parent that"
                            + " was sent before in the run, or occurs in the rows, are made complete; other parents keep theirs")
    private @Nullable String within;

    @UriParam(
            defaultValue = "false",
            description = "The query returns the whole set in every mode and the table is made equal to it: for sources"
                    + " without a usable change stamp")
    private boolean compare;

    @UriParam(
            enums = "update,insert",
            description = "Limits what the send does: update changes rows the target has, insert adds those it lacks;"
                    + " neither removes any. Without it the send does all three")
    private @Nullable String only;

    @UriParam(
            defaultValue = "false",
            description = "The query returns the keys of the whole set: rows of the table that are not among them are"
                    + " removed, and nothing else happens. A second send of a Changed task, to find what was deleted in the"
                    + " source; in mode ALL it does nothing")
    private boolean deletes;

    @UriParam(
            defaultValue = "default",
            enums = "default,none",
            description =
                    "What protects the table from mass removal. default: an empty source removes nothing, and a"
                            + " run may remove at most 500 rows or 10 percent of the table, whichever is more. none: no protection")
    private String guard = "default";

    @UriParam(
            defaultValue = "100",
            description =
                    "How many rows may be refused before the run fails. Refused rows are named in the run, the others"
                            + " are sent, and the next run tries again")
    private int refuse = 100;

    @UriParam(
            defaultValue = "refuse",
            enums = "refuse,null",
            description =
                    "What happens to dates such as 0000-00-00, which some vendors keep: the row is refused, or the"
                            + " date is sent as no value and counted")
    private String zeroDates = "refuse";

    @UriParam(
            description =
                    "Which changed rows a person should look at first, separated by semicolon: price falls by half;"
                            + " price rises by 30 %; valid becomes false; title becomes empty; tax_code changes; row is removed")
    private @Nullable String lookFirst;

    @UriParam(
            description = "Text columns whose values may be cut to the column's length, separated by comma. Each cut is"
                    + " counted and reported; without this a longer value is an error")
    private @Nullable String truncate;

    @UriParam(description = "Names where target and query differ: target=source, separated by comma")
    private @Nullable String columns;

    public SendEndpoint(String uri, SendComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new SendProducer(this, options());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("send: is a step of a route, not its beginning");
    }

    /** Name of the target database, without the sign of a bean. */
    public String database() {
        return dataSource.startsWith("#") ? dataSource.substring(1) : dataSource;
    }

    /** The column of the table that a column of the query fills; empty for one that tells Drover something of its row. */
    public Optional<String> filledBy(String queryColumn) {
        return TableFit.isForDrover(queryColumn)
                ? Optional.empty()
                : Optional.of(options().targetName(queryColumn));
    }

    /** @throws IllegalArgumentException naming the option that is missing or makes no sense */
    SendOptions options() {
        if (list(key).isEmpty()) {
            throw new IllegalArgumentException("send:%s needs 'key', the columns that identify a row".formatted(table));
        }
        SendOptions.Only limit =
                only == null ? SendOptions.Only.EVERYTHING : SendOptions.Only.valueOf(only.toUpperCase(Locale.ROOT));
        return new SendOptions(
                database(),
                table,
                list(key),
                list(within),
                compare,
                limit,
                deletes,
                !"none".equals(guard),
                refuse,
                list(truncate),
                "null".equals(zeroDates),
                lookFirst == null ? Attention.NONE : Attention.parse(lookFirst),
                map(columns));
    }

    private static List<String> list(@Nullable String text) {
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).toList();
    }

    private static Map<String, String> map(@Nullable String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : list(text)) {
            String[] names = pair.split("=", 2);
            if (names.length != 2) {
                throw new IllegalArgumentException("columns: '" + pair + "' is not of the form target=source");
            }
            pairs.put(names[0].strip(), names[1].strip());
        }
        return pairs;
    }

    public String getTable() {
        return table;
    }

    public void setTable(String table) {
        this.table = table;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public String getDataSource() {
        return dataSource;
    }

    public void setDataSource(String dataSource) {
        this.dataSource = dataSource;
    }

    public @Nullable String getWithin() {
        return within;
    }

    public void setWithin(@Nullable String within) {
        this.within = within;
    }

    public boolean isCompare() {
        return compare;
    }

    public void setCompare(boolean compare) {
        this.compare = compare;
    }

    public @Nullable String getOnly() {
        return only;
    }

    public void setOnly(@Nullable String only) {
        this.only = only;
    }

    public boolean isDeletes() {
        return deletes;
    }

    public void setDeletes(boolean deletes) {
        this.deletes = deletes;
    }

    public int getRefuse() {
        return refuse;
    }

    public void setRefuse(int refuse) {
        this.refuse = refuse;
    }

    public String getZeroDates() {
        return zeroDates;
    }

    public void setZeroDates(String zeroDates) {
        this.zeroDates = zeroDates;
    }

    public @Nullable String getLookFirst() {
        return lookFirst;
    }

    public void setLookFirst(@Nullable String lookFirst) {
        this.lookFirst = lookFirst;
    }

    public String getGuard() {
        return guard;
    }

    public void setGuard(String guard) {
        this.guard = guard;
    }

    public @Nullable String getTruncate() {
        return truncate;
    }

    public void setTruncate(@Nullable String truncate) {
        this.truncate = truncate;
    }

    public @Nullable String getColumns() {
        return columns;
    }

    public void setColumns(@Nullable String columns) {
        this.columns = columns;
    }
}
