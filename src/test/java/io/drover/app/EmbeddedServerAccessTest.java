package io.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.FreePort;
import io.drover.config.DatabaseSettings;
import io.drover.config.DroverException;
import io.drover.config.Secret;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds while a server runs; {@link EmbeddedServerTest} starts and stops them. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class EmbeddedServerAccessTest {
    @TempDir
    static Path folder;

    private static Path data;
    private static EmbeddedServer server;
    private static DatabaseSettings shop;

    @BeforeAll
    static void startServer() {
        data = folder.resolve("data");
        server = EmbeddedServer.start(EmbeddedSettings.in(data, FreePort.take()));
        shop = server.resolve(EmbeddedSettings.database("web", "embedded:shop"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void F12_a_file_of_passwords_that_is_cut_off_anywhere_is_named_and_left_as_it_is(@TempDir Path other)
            throws IOException {
        String whole = Files.readString(data.resolve("embedded.properties"));
        Path file = other.resolve("embedded.properties");
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            Files.writeString(file, cut);
            assertThatThrownBy(() -> EmbeddedAccess.existing(other, 1))
                    .as(cut)
                    .isInstanceOf(DroverException.class)
                    .hasMessageContaining(file.toString());
            assertThat(file).hasContent(cut);
        }
        Files.writeString(file, whole);
        assertThat(EmbeddedAccess.existing(other, 1)).isPresent();
    }

    @Test
    void what_is_committed_is_on_disk_and_only_this_machine_may_sign_in() throws Exception {
        assertThat(query(shop, "show fsync")).isEqualTo("on");
        assertThat(query(shop, "show synchronous_commit")).isEqualTo("on");
        assertThat(query(shop, "show full_page_writes")).isEqualTo("on");
        assertThat(query(shop, "show listen_addresses")).isEqualTo("127.0.0.1");
        DatabaseSettings administrator = administrator(shop);
        assertThat(query(administrator, "show unix_socket_directories")).isEmpty();
        assertThat(query(administrator, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
                .isEqualTo("scram-sha-256");
    }

    @Test
    void database_belongs_to_a_role_that_is_no_superuser() throws SQLException {
        assertThat(query(shop, "select current_user || rolsuper from pg_roles where rolname = current_user"))
                .isEqualTo("droverfalse");
        assertThat(query(shop, "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"))
                .isEqualTo("drover");
    }

    @Test
    void names_sort_by_byte_and_letters_beyond_ascii_have_a_case() throws SQLException {
        assertThat(query(shop, "select string_agg(x, '' order by x) from unnest(array['b','B','a','A']) x"))
                .isEqualTo("ABab");
        assertThat(query(shop, "select upper('čaj')")).isEqualTo("ČAJ");
    }

    @Test
    void wrong_password_is_refused() {
        assertThatThrownBy(() -> DriverManager.getConnection(shop.url(), "drover", "wrong")
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(() ->
                        DriverManager.getConnection(shop.url(), "postgres", "").close())
                .isInstanceOf(SQLException.class);
    }

    @Test
    void embedded_properties_let_the_owner_alone_sign_in() throws IOException, SQLException {
        Path file = data.resolve("embedded.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgresql-binaries"))))
                .isEqualTo("rwx------");

        Properties access = access();
        DatabaseSettings shop = new DatabaseSettings(
                "web",
                "jdbc:postgresql://" + access.getProperty("host") + ":" + access.getProperty("port") + "/shop",
                access.getProperty("user"),
                new Secret(access.getProperty("password")),
                1,
                ZoneId.systemDefault());
        assertThat(query(shop, "select 1")).isEqualTo("1");
    }

    @Test
    void other_databases_are_returned_as_they_are() {
        DatabaseSettings other = EmbeddedSettings.database("web", "jdbc:postgresql://shop/web");
        assertThat(server.resolve(other)).isSameAs(other);
    }

    private Properties access() throws IOException {
        Properties access = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("embedded.properties"))) {
            access.load(reader);
        }
        return access;
    }

    private DatabaseSettings administrator(DatabaseSettings database) throws IOException {
        Secret password = new Secret(access().getProperty("administrator.password"));
        return new DatabaseSettings(database.name(), database.url(), "postgres", password, 1, ZoneId.systemDefault());
    }

    private static String query(DatabaseSettings database, String sql) throws SQLException {
        try (Connection connection = SampleDatabases.connect(database);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            assertThat(found.next()).isTrue();
            return String.valueOf(found.getString(1));
        }
    }
}
