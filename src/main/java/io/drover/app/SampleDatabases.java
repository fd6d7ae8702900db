package io.drover.app;

import io.drover.config.DatabaseSettings;
import io.drover.config.DroverException;
import io.drover.config.Secret;
import io.drover.config.SiteSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the sample ERP into the embedded {@code pronto} database and empty shop tables into the embedded {@code web…}
 * databases. A database that already has the schema is left alone, so nothing of a user is ever touched.
 */
public final class SampleDatabases {
    private static final Logger LOG = LoggerFactory.getLogger(SampleDatabases.class);
    private static final String SEED = "\n;call pronto.seed()";

    private final EmbeddedServer server;
    private final String erpScript;
    private final String shopScript;

    public SampleDatabases(EmbeddedServer server) {
        this(server, script("/sample/pronto.sql"), script("/sample/web.sql"));
    }

    SampleDatabases(EmbeddedServer server, String erpScript, String shopScript) {
        this.server = server;
        this.erpScript = erpScript;
        this.shopScript = shopScript;
    }

    /**
     * Installs what is missing for one site. Each database is filled in one transaction: whole or not at all.
     *
     * @param site as configured, its URLs not yet resolved: only {@code embedded:} databases get a sample
     * @throws DroverException if a script fails; the database is then as before
     */
    public void install(SiteSettings site) {
        for (DatabaseSettings database : site.databases().values()) {
            if (database.isEmbedded()) {
                if (database.name().equals("pronto")) {
                    install(server.resolve(database), "pronto", erpScript + SEED);
                } else if (database.name().startsWith("web")) {
                    install(server.resolve(database), "web", shopScript);
                }
            }
        }
    }

    private static void install(DatabaseSettings database, String schema, String script) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (!hasSchema(statement, schema)) {
                statement.setEscapeProcessing(false);
                statement.execute(script);
                connection.commit();
                LOG.info("Installed the sample {} in {}", schema, database.url());
            }
        } catch (SQLException e) {
            throw new DroverException(
                    "The sample " + schema + " could not be installed in " + database.url() + ": " + e.getMessage(), e);
        }
    }

    private static boolean hasSchema(Statement statement, String schema) throws SQLException {
        try (ResultSet found = statement.executeQuery("select 1 from pg_namespace where nspname = '" + schema + "'")) {
            return found.next();
        }
    }

    static Connection connect(DatabaseSettings database) throws SQLException {
        Secret password = database.password();
        return DriverManager.getConnection(
                database.url(), database.user(), password == null ? null : password.reveal());
    }

    private static String script(String resource) {
        try (InputStream in = SampleDatabases.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new DroverException(resource + " is missing from Drover's jar: build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DroverException(resource + " cannot be read from Drover's jar: build it again", e);
        }
    }
}
