package io.drover.app;

import io.drover.config.DatabaseSettings;
import io.drover.config.DroverException;
import io.drover.config.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

/**
 * How to sign in to the embedded server. It is kept in {@code embedded.properties} of the data folder (mode 600), where
 * other programs of the same user may read it too.
 *
 * @param password of the role {@code drover}, which owns the databases
 * @param administratorPassword of the role {@code postgres}, which Drover uses only to set the server up
 */
record EmbeddedAccess(int port, Secret password, Secret administratorPassword) {
    static final String HOST = "127.0.0.1";
    static final String USER = "drover";
    static final String ADMINISTRATOR = "postgres";
    private static final String FILE = "embedded.properties";
    private static final int PASSWORD_BYTES = 24;

    /**
     * The kept passwords, or new ones, which are on disk when this returns, so that no server ever has a password that
     * nobody knows.
     *
     * @param clusterExists whether there are databases that only the kept passwords open
     * @throws DroverException if they are needed and gone, or cannot be written
     */
    static EmbeddedAccess keep(DataFolder data, int port, boolean clusterExists) {
        Path file = data.resolve(FILE);
        try {
            boolean kept = Files.exists(file);
            if (!kept && clusterExists) {
                throw new DroverException(file + " with the password of the databases beside it is missing: put it"
                        + " back, or move the folder postgresql away to begin with empty ones");
            }
            EmbeddedAccess access = kept ? read(file, port) : new EmbeddedAccess(port, random(), random());
            data.write(FILE, access.text());
            return access;
        } catch (IOException e) {
            throw new DroverException(file + " cannot be read and written: " + e + ", check its owner", e);
        }
    }

    /** The access to the server of a data folder, if one was ever set up there. */
    static Optional<EmbeddedAccess> existing(Path data, int port) {
        Path file = data.resolve(FILE);
        try {
            return Files.exists(file) ? Optional.of(read(file, port)) : Optional.empty();
        } catch (IOException e) {
            throw new DroverException(file + " cannot be read: " + e + ", check its owner", e);
        }
    }

    /** Whether the server answers with these passwords. */
    boolean isServing() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), USER, password.reveal())) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static EmbeddedAccess read(Path file, int port) throws IOException {
        String text = Files.readString(file);
        if (!text.endsWith("\n")) {
            // Half a password would open nothing, and be written in place of the whole one.
            throw new DroverException(file + " is cut off: put the file back as Drover wrote it");
        }
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return new EmbeddedAccess(
                port, needed(properties, file, "password"), needed(properties, file, "administrator.password"));
    }

    private static Secret needed(Properties properties, Path file, String key) {
        String value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new DroverException(file + " has no " + key + ": put the file back as Drover wrote it");
        }
        return new Secret(value);
    }

    private static Secret random() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private String text() {
        return String.join(
                "\n",
                "# How to sign in to the PostgreSQL server that Drover runs in this folder.",
                "host=" + HOST,
                "port=" + port,
                "user=" + USER,
                "password=" + password.reveal(),
                "administrator=" + ADMINISTRATOR,
                "administrator.password=" + administratorPassword.reveal(),
                "");
    }

    /** {@code embedded:NAME} as a JDBC URL with its user and password. */
    DatabaseSettings resolve(DatabaseSettings database) {
        return new DatabaseSettings(
                database.name(),
                jdbcUrl(database.embeddedName()),
                USER,
                password,
                database.poolSize(),
                database.timeZone());
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
    }
}
