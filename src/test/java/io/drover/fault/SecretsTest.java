package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A Drover with passwords for its source, its mail server and its web hook, of which nothing works any more. */
class SecretsTest {

    private static final String OF_SOURCE = "opensesame-of-the-source";
    private static final String OF_MAIL = "opensesame-of-the-mail";
    private static final String OF_HOOK = "opensesame-of-the-hook";
    private static final Pattern SECRET = Pattern.compile("opensesame", Pattern.CASE_INSENSITIVE);

    private static final String SETTINGS = """
            drover.database.url = %1$s
            drover.database.user = postgres
            drover.sites = LIVE
            drover.alerts.mail.host = 127.0.0.1
            drover.alerts.mail.port = %4$d
            drover.alerts.mail.user = drover
            drover.alerts.mail.password-file = mail.secret
            drover.alerts.mail.from = drover@example.com
            drover.alerts.mail.to = operators@example.com
            drover.alerts.hook.url = http://127.0.0.1:%4$d/hook
            drover.alerts.hook.password-file = hook.secret
            site.LIVE.start = true
            site.LIVE.pronto.url = %2$s
            site.LIVE.pronto.user = clerk
            site.LIVE.pronto.password-file = source.secret
            site.LIVE.pronto.time-zone = UTC
            site.LIVE.web.url = %3$s
            site.LIVE.web.user = postgres
            site.LIVE.web.time-zone = UTC
            """;

    private static final Pattern LINK = Pattern.compile("(?:href|src|hx-get)=\"(/[^\"#]*)");
    private static final Pattern PATH = Pattern.compile("(?m)^  (/\\S+):$");

    /** Pages of the same kind look alike; and there is a day of each. */
    private static final int MOST_PAGES = 300;

    @TempDir
    private Path folder;

    private OwnPostgres postgres;
    private DroverProcess drover;

    @BeforeEach
    void install() throws IOException {
        postgres = OwnPostgres.start(folder, "data");
        postgres.create("control", "erp", "shop");
        postgres.client("erp").sql("""
                create table rate as select 1 as id, 10 as percent;
                create role clerk login password '%s';
                grant select on rate to clerk
                """.formatted(OF_SOURCE)).update();
        postgres.client("shop")
                .sql("create table public.rate (id int primary key, percent int)")
                .update();
        postgres.requirePassword("clerk");
        writeSecret("source.secret", OF_SOURCE);
        writeSecret("mail.secret", OF_MAIL);
        writeSecret("hook.secret", OF_HOOK);
        Files.writeString(
                folder.resolve("application.properties"),
                SETTINGS.formatted(
                        postgres.url("control"), postgres.url("erp"), postgres.url("shop"), FreePort.take()));
        Files.writeString(DroverProcess.hosts(folder), "127.0.0.1 localhost");
        OrderRoute.writeOne(
                Files.createDirectories(folder.resolve("routes")),
                "rates",
                "select id, percent from rate",
                "public.rate",
                "key: id",
                "queue: Rates");
        drover = DroverProcess.start(folder, FreePort.take()).awaitReady();
    }

    private void writeSecret(String name, String secret) throws IOException {
        Path file = Files.writeString(folder.resolve(name), secret);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void end() throws InterruptedException {
        drover.close();
        postgres.close();
    }

    @Test
    void IA13_no_page_answer_log_record_or_command_line_shows_a_password() throws Exception {
        DroverApi api = drover.api();
        assertThat(api.sendAndWait("LIVE", "rates", "all").result()).isEqualTo("OK");
        postgres.client("erp").sql("alter role clerk password 'another'").update();
        postgres.client("erp")
                .sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'clerk'")
                .query(rows -> {});
        DroverApi.Ended failed = api.sendAndWait("LIVE", "rates", "all");
        assertThat(failed.message()).contains("password authentication failed for user \"clerk\"");
        api.testAlerts();
        Awaitility.await("messages that could not be delivered")
                .until(() -> postgres.client("control")
                        .sql(
                                "select count(distinct way) = 2 from drover.letter where event = 'TEST' and problem is not null")
                        .query(Boolean.class)
                        .single());

        Map<String, String> seen = pages(api);
        assertThat(seen).as("pages and answers").hasSizeGreaterThan(40);
        seen.put("output", drover.output());
        seen.put("command line", drover.commandLine());
        seen.putAll(files());
        seen.putAll(records("control"));
        seen.putAll(records("shop"));

        assertThat(seen.values().stream().filter(text -> text.contains("clerk")))
                .as("places that tell of the source")
                .hasSizeGreaterThan(5);
        assertThat(seen)
                .allSatisfy((place, text) ->
                        assertThat(SECRET.matcher(text).find()).as(place).isFalse());
    }

    /** All that can be reached by links from the first page, and all that the API answers to a GET. */
    private static Map<String, String> pages(DroverApi api) {
        Map<String, String> seen = new LinkedHashMap<>();
        Deque<String> next = new ArrayDeque<>(List.of("/", "/metrics", "/health/ready", "/api/docs"));
        PATH.matcher(api.text("/api/openapi.yaml"))
                .results()
                .map(path -> "/api/v1" + path.group(1))
                .map(path -> path.replace("{site}", "LIVE")
                        .replace("{task}", "rates")
                        .replace("{run}", "2")
                        .replace("{id}", "1"))
                .forEach(next::add);
        while (!next.isEmpty() && seen.size() < MOST_PAGES) {
            String path = next.poll();
            // A stream has no end.
            if (seen.containsKey(path) || path.matches(".*/(stream|events)\\b.*")) {
                continue;
            }
            String text = api.text(path);
            seen.put(path, text);
            LINK.matcher(text)
                    .results()
                    .map(link -> link.group(1).replace("&amp;", "&"))
                    .forEach(next::add);
        }
        return seen;
    }

    /** What Drover wrote into its folder. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.endsWith(".secret")
                        && Set.of("data", "programs").stream().noneMatch(name::startsWith)) {
                    files.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }

    /** All rows of Drover's own tables. */
    private Map<String, String> records(String database) {
        Map<String, String> records = new LinkedHashMap<>();
        JdbcClient client = postgres.client(database);
        List<String> tables = client.sql(
                        "select quote_ident(tablename) from pg_tables where schemaname = 'drover' order by tablename")
                .query(String.class)
                .list();
        assertThat(tables).isNotEmpty();
        for (String table : tables) {
            records.put(
                    database + "." + table,
                    String.join(
                            "\n",
                            client.sql("select t::text from drover.%s t".formatted(table))
                                    .query(String.class)
                                    .list()));
        }
        return records;
    }
}
