package io.drover.bench;

import io.drover.config.DatabaseSettings;
import io.drover.config.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** How to sign in to one database of the benchmark. */
record BenchDatabase(String url, String user, String password) {

    static BenchDatabase of(DatabaseSettings settings) {
        Secret password = Objects.requireNonNull(settings.password());
        return new BenchDatabase(settings.url(), Objects.requireNonNull(settings.user()), password.reveal());
    }

    /** The one that {@link #environment()} told this process. */
    static BenchDatabase ofEnvironment() {
        return new BenchDatabase(
                System.getenv("DATABASE_URL"), System.getenv("DATABASE_USER"), System.getenv("DATABASE_PASSWORD"));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** Each statement on a connection of its own, committed at once. */
    JdbcClient sql() {
        return JdbcClient.create(new DriverManagerDataSource(url, user, password));
    }

    /** For a program that is to sign in; a command line would show the password. */
    Map<String, String> environment() {
        return Map.of("DATABASE_URL", url, "DATABASE_USER", user, "DATABASE_PASSWORD", password);
    }

    int port() {
        return Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
    }

    String name() {
        return url.replaceFirst(".*/([^/?]+).*", "$1");
    }

    /** Another database of the same server. */
    BenchDatabase beside(String name) {
        return new BenchDatabase(url.replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1"), user, password);
    }

    /** The same database, reached by another port of this machine. */
    BenchDatabase through(int port) {
        return new BenchDatabase(url.replaceFirst(":\\d+/", ":" + port + "/"), user, password);
    }
}
