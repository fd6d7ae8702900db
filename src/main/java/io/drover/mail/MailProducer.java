package io.drover.mail;

import io.drover.config.PlainLine;
import io.drover.send.Purpose;
import io.drover.send.RowKey;
import io.drover.send.StepLog;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * A {@code mail:} step: asks for a mail for each row of the body. Afterwards the body is a list with the key columns of each
 * row that is dealt with, and {@code problem}: why it makes no mail, null for the others. So the next step can mark them.
 * A run that writes nothing asks for no mail.
 */
final class MailProducer extends DefaultProducer {

    /** Rows whose texts are in memory at once. */
    private static final int PORTION = 100;

    private static final String PROBLEM = "problem";

    private final MailEndpoint endpoint;
    private final List<String> key;

    MailProducer(MailEndpoint endpoint, List<String> key) {
        super(endpoint);
        this.endpoint = endpoint;
        this.key = key;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        RunMails mails = mails(exchange);
        Object body = exchange.getMessage().getBody();
        try (Closeable opened = body instanceof Closeable closeable ? closeable : () -> {}) {
            Iterator<?> rows = body == null
                    ? Collections.emptyIterator()
                    : exchange.getMessage().getBody(Iterator.class);
            List<Map<String, @Nullable Object>> marks = new ArrayList<>();
            do {
                marks.addAll(askForPortion(exchange, rows, mails));
            } while (rows.hasNext());
            exchange.getMessage().setBody(marks);
        }
    }

    private RunMails mails(Exchange exchange) {
        if (Purpose.isRehearsal(exchange)) {
            say(exchange, "mail:%s asks for no mail: this run writes nothing".formatted(endpoint.getName()));
            return new NoMails();
        }
        RunMails mails = exchange.getProperty(RunMails.PROPERTY, RunMails.class);
        if (mails == null) {
            throw new MailException(
                    "mail:%s works only in a route that begins with task:, inside a run".formatted(endpoint.getName()));
        }
        if (CamelContextHelper.findSingleByType(exchange.getContext(), MailServer.class) == null) {
            throw new MailException(
                    "mail:%s: the settings name no mail server; set drover.alerts.mail.host, .from and .to"
                            .formatted(endpoint.getName()));
        }
        return mails;
    }

    private List<Map<String, @Nullable Object>> askForPortion(Exchange exchange, Iterator<?> rows, RunMails mails) {
        List<Map<String, @Nullable Object>> marks = new ArrayList<>();
        List<RowMail> asked = new ArrayList<>();
        while (marks.size() < PORTION && rows.hasNext()) {
            Map<?, ?> row = row(rows.next());
            Map<String, @Nullable Object> mark = mark(row);
            marks.add(mark);
            try {
                asked.add(mail(row));
            } catch (IllegalArgumentException e) {
                mark.put(PROBLEM, e.getMessage());
                mails.refuse();
                say(exchange, "Row %s makes no mail: %s".formatted(text(row), e.getMessage()));
            }
        }
        Set<String> elsewhere = mails.ask(asked);
        elsewhere.forEach(
                each -> say(exchange, "Row %s is left to another run, which asks for its mail now".formatted(each)));
        marks.removeIf(mark -> elsewhere.contains(text(mark)));
        return marks;
    }

    private Map<?, ?> row(@Nullable Object row) {
        if (!(row instanceof Map<?, ?> map)) {
            throw new MailException(
                    "mail:%s needs rows in the body, such as a sql: step leaves".formatted(endpoint.getName()));
        }
        return map;
    }

    private Map<String, @Nullable Object> mark(Map<?, ?> row) {
        Map<String, @Nullable Object> mark = new LinkedHashMap<>();
        key.forEach(column -> mark.put(column, value(row, column)));
        mark.put(PROBLEM, null);
        return mark;
    }

    private RowMail mail(Map<?, ?> row) {
        key.forEach(column -> needed(row, column));
        return RowMail.of(
                endpoint.getName(), text(row), needed(row, "recipient"), needed(row, "subject"), needed(row, "text"));
    }

    private String text(Map<?, ?> row) {
        Map<String, String> values = new LinkedHashMap<>();
        key.forEach(column -> values.put(column, String.valueOf(value(row, column))));
        return new RowKey(values).text();
    }

    private String needed(Map<?, ?> row, String column) {
        Object value = value(row, column);
        if (value == null || value.toString().isBlank()) {
            throw new IllegalArgumentException("it has no " + column);
        }
        return value.toString();
    }

    private @Nullable Object value(Map<?, ?> row, String column) {
        if (!row.containsKey(column)) {
            throw new MailException(
                    "mail:%s needs the column %s, which its rows do not have".formatted(endpoint.getName(), column));
        }
        return row.get(column);
    }

    private static void say(Exchange exchange, String line) {
        StepLog.say(exchange, PlainLine.of(line));
    }

    /** Those of a run that writes nothing. */
    private static final class NoMails implements RunMails {

        @Override
        public Set<String> ask(List<RowMail> mails) {
            return Set.of();
        }

        @Override
        public void refuse() {}
    }
}
