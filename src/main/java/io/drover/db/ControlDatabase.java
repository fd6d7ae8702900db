package io.drover.db;

import io.drover.config.DatabaseSettings;
import io.drover.config.DroverException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Drover's own database: sites, schedules, runs. Its constraints hold the invariants (one running run per queue, one
 * run per fire), so that they hold for every node at once. Thread-safe.
 */
public final class ControlDatabase implements AutoCloseable {

    /** A node that is frozen in a transaction must not keep the others from theirs. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(2);

    private final Database database;
    private final JdbcClient client;
    private final TransactionTemplate transactions;

    private ControlDatabase(Database database) {
        this.database = database;
        this.client = JdbcClient.create(database.dataSource());
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
    }

    /**
     * Waits until the server of a database answers, for as long as that takes: a machine that starts may have Drover ready
     * before its database (F13). Returns at once where waiting would not help; {@link #open} then says what is wrong.
     *
     * @param tell is told, about every ten seconds, for what it waits
     */
    public static void await(DatabaseSettings settings, Consumer<String> tell) {
        try (Database database = Database.openOwn(settings.withPoolSize(1), "drover", LONGEST_REST)) {
            while (true) {
                try (Connection answered = database.connect()) {
                    return;
                } catch (SQLException e) {
                    if (SqlClass.of(e) != SqlClass.HEALS) {
                        return;
                    }
                    tell.accept("Waiting for the control database %s: %s"
                            .formatted(settings.url(), SqlProblem.describe(e)));
                }
            }
        }
    }

    /**
     * Opens the database and brings its schema up to date.
     *
     * @throws DroverException when it cannot be reached or holds a newer schema than this version knows
     */
    public static ControlDatabase open(DatabaseSettings settings) {
        Database database = Database.openOwn(settings, "drover", LONGEST_REST);
        try {
            Flyway.configure()
                    .dataSource(database.dataSource())
                    .schemas("drover")
                    .failOnMissingLocations(true)
                    .locations("classpath:io/drover/db/control")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            database.close();
            throw new DroverException(
                    "The control database %s cannot be opened: %s"
                            .formatted(settings.url(), firstLine(String.valueOf(e.getMessage()))),
                    e);
        }
        return new ControlDatabase(database);
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse(text);
    }

    /** The database itself, for what is kept here and in targets alike. */
    public Database database() {
        return database;
    }

    public JdbcClient client() {
        return client;
    }

    /** Runs the work in one transaction. */
    public <T extends @Nullable Object> T inTransaction(Supplier<T> work) {
        return transactions.execute(status -> work.get());
    }

    @Override
    public void close() {
        database.close();
    }
}
