package io.drover.csv;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Read the rows of an export that was dropped into a folder.
 *
 * <p>Works as a step before {@code send:}. The file is read as its rows are asked for. It is moved away after the run
 * has committed; after a run that failed or was stopped it stays for the next one.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "csv",
        title = "CSV",
        syntax = "csv:folder",
        producerOnly = true,
        category = {Category.FILE})
public class CsvEndpoint extends DefaultEndpoint {

    @UriPath(description = "Folder of the files, seen from Drover's own")
    @Metadata(required = true)
    private String folder = "";

    @UriParam(
            defaultValue = "*.csv",
            description = "Pattern of the names of the files; an asterisk stands for any characters")
    private String include = "*.csv";

    @UriParam(
            defaultValue = "newest",
            enums = "newest,oldest",
            description = "Which of several files a run reads. newest: each file is the whole set, older ones"
                    + " are superseded and moved as well. oldest: each file holds changes, one file per run"
                    + " in the order in which they were written")
    private String take = "newest";

    @UriParam(
            defaultValue = "UTF-8",
            description = "Character set of the files, such as UTF-8, windows-1252 or ISO-8859-1")
    private String charset = "UTF-8";

    @UriParam(defaultValue = ",", description = "Character between two fields; tab for a tabulator")
    private String delimiter = ",";

    @UriParam(
            defaultValue = "\"",
            description = "Character around fields that hold delimiters or line ends, doubled inside them; none"
                    + " where nothing is quoted")
    private String quote = "\"";

    @UriParam(defaultValue = "true", description = "Whether the first line names the columns")
    private boolean header = true;

    @UriParam(
            description = "Columns separated by comma. With a header: the ones to take, the others are left"
                    + " out. Without: the names by position, - for a position that nobody wants")
    private @Nullable String columns;

    @UriParam(
            description = "Unquoted text that means null, such as NULL; an empty field is an empty text then."
                    + " Without it an empty unquoted field means null")
    private @Nullable String nullText;

    @UriParam(
            defaultValue = "true",
            description = "Whether each file ends with a line end, so that one without it counts as cut off."
                    + " false for exports that never write it")
    private boolean finalNewline = true;

    @UriParam(
            javaType = "java.time.Duration",
            defaultValue = "10s",
            description = "How long a file must not have changed before it counts as complete; 0 where files"
                    + " are renamed into the folder")
    private String settle = "10s";

    @UriParam(
            defaultValue = "done",
            description =
                    "Folder, seen from that of the files, into which a file is moved once its run has" + " committed")
    private String done = "done";

    public CsvEndpoint(String uri, CsvComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new CsvProducer(this, folder(Clock.systemUTC()), format());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("csv: is a step of a route, not its beginning");
    }

    /** @throws IllegalArgumentException naming the option that makes no sense */
    CsvFolder folder(Clock clock) {
        Path path = Path.of(folder);
        return new CsvFolder(
                path,
                include,
                path.resolve(done),
                settle(),
                CsvFolder.Take.valueOf(take.toUpperCase(Locale.ROOT)),
                clock);
    }

    /** @throws IllegalArgumentException naming the option that is missing or makes no sense */
    CsvFormat format() {
        List<String> names = columns == null
                ? List.of()
                : Arrays.stream(columns.split(",")).map(String::strip).toList();
        if (!header && names.isEmpty()) {
            throw new IllegalArgumentException("csv:%s with header=false needs 'columns'".formatted(folder));
        }
        if (header && names.contains(CsvFormat.SKIPPED)) {
            throw new IllegalArgumentException("columns: '-' is for files without a header");
        }
        return new CsvFormat(
                charset(),
                "tab".equals(delimiter) ? '\t' : single("delimiter", delimiter),
                "none".equals(quote) ? null : single("quote", quote),
                header,
                names,
                nullText,
                finalNewline);
    }

    private Charset charset() {
        try {
            return Charset.forName(charset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "charset: '%s' is none, such as UTF-8 or windows-1252".formatted(charset), e);
        }
    }

    private Duration settle() {
        try {
            return Duration.ofMillis(TimeUtils.toMilliSeconds(settle));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("settle: '%s' is not a time such as 10s".formatted(settle), e);
        }
    }

    private static char single(String option, String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("%s: '%s' is not one character".formatted(option, text));
        }
        return text.charAt(0);
    }

    public String getFolder() {
        return folder;
    }

    public void setFolder(String folder) {
        this.folder = folder;
    }

    public String getInclude() {
        return include;
    }

    public void setInclude(String include) {
        this.include = include;
    }

    public String getTake() {
        return take;
    }

    public void setTake(String take) {
        this.take = take;
    }

    public String getCharset() {
        return charset;
    }

    public void setCharset(String charset) {
        this.charset = charset;
    }

    public String getDelimiter() {
        return delimiter;
    }

    public void setDelimiter(String delimiter) {
        this.delimiter = delimiter;
    }

    public String getQuote() {
        return quote;
    }

    public void setQuote(String quote) {
        this.quote = quote;
    }

    public boolean isHeader() {
        return header;
    }

    public void setHeader(boolean header) {
        this.header = header;
    }

    public @Nullable String getColumns() {
        return columns;
    }

    public void setColumns(@Nullable String columns) {
        this.columns = columns;
    }

    public @Nullable String getNullText() {
        return nullText;
    }

    public void setNullText(@Nullable String nullText) {
        this.nullText = nullText;
    }

    public boolean isFinalNewline() {
        return finalNewline;
    }

    public void setFinalNewline(boolean finalNewline) {
        this.finalNewline = finalNewline;
    }

    public String getSettle() {
        return settle;
    }

    public void setSettle(String settle) {
        this.settle = settle;
    }

    public String getDone() {
        return done;
    }

    public void setDone(String done) {
        this.done = done;
    }
}
