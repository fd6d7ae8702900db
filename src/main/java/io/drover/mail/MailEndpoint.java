package io.drover.mail;

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

/**
 * Ask for a mail for each row.
 *
 * <p>Works as a step of a task, on the rows of the step before it. Mails leave when the run has ended; a row that was mailed
 * is never mailed again.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "mail",
        title = "Mail",
        syntax = "mail:name",
        producerOnly = true,
        category = {Category.MAIL})
public class MailEndpoint extends DefaultEndpoint {

    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,59}";

    @UriPath(description = "What the mails are, e.g. reminder; keys are told apart within a task and this name")
    @Metadata(required = true)
    private String name = "";

    @UriParam(
            description = "Columns that identify a row, separated by comma: a row that was mailed is not mailed again")
    @Metadata(required = true)
    private String key = "";

    public MailEndpoint(String uri, MailComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "mail:%s: a name is made of a-z, 0-9, '.', '_' and '-', at most 60 of them".formatted(name));
        }
        return new MailProducer(this, keyColumns());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("mail: is a step of a route, not its beginning");
    }

    private List<String> keyColumns() {
        List<String> columns = Arrays.stream(key.split(",", -1))
                .map(column -> column.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (columns.contains("")) {
            throw new IllegalArgumentException(
                    "Option key is '%s'; it names the columns that identify a row, e.g. id".formatted(key));
        }
        return columns;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }
}
