package io.drover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String ONE_SITE = """
            drover.sites=LIVE
            site.LIVE.pronto.url=embedded:pronto
            site.LIVE.web.url=embedded:web_live
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void defaults_hold_where_nothing_is_given() {
        Settings settings = load(ONE_SITE);

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.embeddedPort()).isEqualTo(5433);
        assertThat(settings.routes()).isEqualTo(folder.resolve("routes"));
        assertThat(settings.logs()).isEqualTo(folder.resolve("logs"));
        assertThat(settings.data()).isEqualTo(folder.resolve("data"));
        assertThat(settings.node()).isNotBlank();
        assertThat(settings.control().embeddedName()).isEqualTo("drover");
        assertThat(settings.usesEmbedded()).isTrue();
        assertThat(onlySite(settings).start()).isFalse();
        assertThat(onlySite(settings).databases()).containsOnlyKeys("pronto", "web");
    }

    @ParameterizedTest
    @CsvSource({"14d, PT336H", "36h, PT36H", "1h, PT1H", "0365d, PT8760H"})
    void rows_are_kept_for_days_or_hours(String text, Duration time) {
        assertThat(load(ONE_SITE + "drover.keep.rows=" + text).keep().rows()).isEqualTo(time);
        assertThat(load(ONE_SITE).keep().rows()).isEqualTo(Duration.ofDays(14));
    }

    @ParameterizedTest
    @ValueSource(strings = {"14", "0d", "-1d", "1.5d", "14 d", "2w", "d", "999999d", "14D"})
    void what_is_no_time_is_refused(String text) {
        assertThat(catchThrowableOfType(SettingsException.class, () -> load(ONE_SITE + "drover.keep.rows=" + text))
                        .problems())
                .singleElement()
                .asString()
                .endsWith("is no time, write days or hours like 14d or 36h");
    }

    @Test
    void live_and_stage_are_the_default_sites() {
        Settings settings = load("""
                site.LIVE.pronto.url=embedded:pronto
                site.LIVE.web.url=embedded:web_live
                site.STAGE.pronto.url=embedded:pronto
                site.STAGE.web.url=embedded:web_stage
                """);

        assertThat(settings.sites()).extracting(SiteSettings::name).containsExactly("LIVE", "STAGE");
    }

    @Test
    void every_key_of_a_data_source_is_read() {
        Settings settings = load(ONE_SITE + """
                        site.LIVE.start=true
                        site.LIVE.crm.url=jdbc:postgresql://crm.example/crm
                        site.LIVE.crm.user=reader
                        site.LIVE.crm.pool-size=3
                        site.LIVE.crm.time-zone=Australia/Melbourne
                        """, Map.of("SITE_LIVE_CRM_PASSWORD", "pass word"));

        assertThat(onlySite(settings).start()).isTrue();
        assertThat(onlySite(settings).database("crm"))
                .isEqualTo(new DatabaseSettings(
                        "crm",
                        "jdbc:postgresql://crm.example/crm",
                        "reader",
                        new Secret("pass word"),
                        3,
                        ZoneId.of("Australia/Melbourne")));
    }

    @Test
    void other_keys_of_a_site_become_its_camel_properties() {
        Settings settings =
                load(ONE_SITE + """
                        site.LIVE.order.archive-days=90
                        site.LIVE.camel.main.name=live
                        site.LIVE.mail.user=shop
                        """, Map.of("SITE_LIVE_ORDER_ARCHIVE_DAYS", "30", "SITE_LIVE_MAIL_PASSWORD", "canary"));

        assertThat(onlySite(settings).properties())
                .containsEntry("order.archive-days", "30")
                .containsEntry("camel.main.name", "live")
                .containsEntry("mail.password", "canary")
                .hasSize(4);
        assertThat(settings.toString()).contains("mail.password").doesNotContain("canary");
    }

    @Test
    void command_line_wins_over_environment_and_environment_over_file() {
        String file = ONE_SITE + "drover.port=1000\ndrover.host=file\ndrover.node=file\n";
        Map<String, String> environment = Map.of("DROVER_PORT", "2000", "DROVER_HOST", "environment");

        Settings settings = Settings.load(write(file), environment, Map.of("drover.port", "3000"));

        assertThat(settings.port()).isEqualTo(3000);
        assertThat(settings.host()).isEqualTo("environment");
        assertThat(settings.node()).isEqualTo("file");
    }

    @Test
    void empty_variable_counts_as_absent() {
        assertThat(load(ONE_SITE, Map.of("DROVER_PORT", "")).port()).isEqualTo(8080);
    }

    @Test
    void needed_url_may_come_from_the_environment_alone() {
        Settings settings = load(
                "drover.sites=LIVE\nsite.LIVE.pronto.url=embedded:pronto\n",
                Map.of("SITE_LIVE_WEB_URL", "jdbc:postgresql://shop/web"));

        assertThat(onlySite(settings).database("web").isEmbedded()).isFalse();
    }

    @Test
    void unknown_key_is_refused_with_its_line() {
        assertThat(problems(ONE_SITE + "\n# comment\ndrover.prot=1\n"))
                .containsExactly(
                        "application.properties:6: drover.prot: is no key of Drover, did you mean drover.port?");
    }

    @Test
    void key_of_nobody_is_refused() {
        assertThat(problems(ONE_SITE + "camel.main.name=x\n"))
                .containsExactly("application.properties:4: camel.main.name: is no key of Drover,"
                        + " remove it or correct its name");
    }

    @Test
    void key_of_an_unknown_site_is_refused() {
        assertThat(problems(ONE_SITE + "site.LVE.start=true\n"))
                .containsExactly("application.properties:4: site.LVE.start: there is no site LVE in drover.sites,"
                        + " did you mean LIVE?");
    }

    @Test
    void unknown_key_of_a_data_source_is_refused() {
        assertThat(problems(ONE_SITE + "site.LIVE.web.pool-sise=3\nsite.LIVE.web.colour=red\n"))
                .containsExactly(
                        "application.properties:4: site.LIVE.web.pool-sise: a data source has no such key,"
                                + " did you mean pool-size?",
                        "application.properties:5: site.LIVE.web.colour: a data source has no such key,"
                                + " it has url, user, password, password-file, pool-size, time-zone");
    }

    @Test
    void duplicate_key_is_refused_with_both_lines() {
        assertThat(problems("drover.port=1\n" + ONE_SITE + "drover.port = 2\n"))
                .containsExactly("application.properties:5: drover.port: is given twice, first in line 1, remove one");
    }

    @Test
    void missing_url_is_named() {
        assertThat(problems("drover.sites=LIVE\nsite.LIVE.pronto.url=embedded:pronto\n"))
                .containsExactly("application.properties: site.LIVE.web.url: is missing,"
                        + " give a jdbc: URL or embedded:NAME for this database");
    }

    @ParameterizedTest
    @CsvSource({
        "drover.port, http",
        "drover.port, 65536",
        "drover.port, -1",
        "drover.embedded.port, 0",
        "site.LIVE.start, yes",
        "site.LIVE.web.pool-size, 0",
        "site.LIVE.web.time-zone, Europe/Pragu",
        "site.LIVE.crm.url, mysql://x",
        "site.LIVE.crm.url, embedded:Shop",
        "site.LIVE.crm.url, embedded:postgres",
        "drover.database.user, somebody",
        "drover.host, ''"
    })
    void wrong_value_is_refused_with_its_line(String key, String value) {
        assertThat(problems(ONE_SITE + key + "=" + value + "\n"))
                .singleElement()
                .asString()
                .startsWith("application.properties:4: " + key + ": ");
    }

    @Test
    void wrong_value_in_the_environment_names_the_variable() {
        assertThat(problems(ONE_SITE, Map.of("DROVER_PORT", "many")))
                .containsExactly("environment DROVER_PORT: \"many\" is no number from 0 to 65535, give one of these");
    }

    @Test
    void mistyped_variable_is_refused_but_not_a_foreign_one() {
        assertThat(problems(ONE_SITE, Map.of("DROVER_PROT", "1", "DROVER_JAVA_OPTS", "-Xmx1g", "DROVE", "x")))
                .containsExactly("environment DROVER_PROT: is no variable of Drover, did you mean DROVER_PORT?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "1LIVE", "LIVE,", "LIVE,LIVE", "A2345678901234567890123456789012X"})
    void wrong_list_of_sites_is_refused(String sites) {
        assertThat(problems(ONE_SITE.replace("drover.sites=LIVE", "drover.sites=" + sites)))
                .first()
                .asString()
                .startsWith("application.properties:1: drover.sites: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"site.LIVE.web.password", "drover.database.password", "site.LIVE.mail.password"})
    void IA13_inline_password_is_refused_without_showing_it(String key) {
        SettingsException refused = refused(ONE_SITE + key + "=canary\n", Map.of());

        assertThat(refused).hasMessageNotContaining("canary");
        assertThat(refused.problems())
                .first()
                .asString()
                .startsWith("application.properties:4: " + key + ": a password must not stand here")
                .contains(GivenSettings.variableOf(key), key + "-file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/db?user=u&password=canary",
                "jdbc:postgresql://u:canary@h/db",
                "jdbc:oracle:thin:scott/canary@//h:1521/x",
                "jdbc:sqlserver://h;databaseName=x;password=canary"
            })
    void password_in_a_url_is_refused_without_showing_it(String url) {
        assertThat(problems(ONE_SITE + "site.LIVE.crm.url=" + url + "\n"))
                .singleElement()
                .asString()
                .contains("site.LIVE.crm.password-file", "SITE_LIVE_CRM_PASSWORD")
                .doesNotContain("canary");
    }

    @Test
    void password_file_is_read_without_its_last_newline() throws IOException {
        Path file = passwordFile("s3cret \n", "rw-------");

        Settings settings = load(ONE_SITE + crm(file));

        assertThat(onlySite(settings).database("crm").password()).isEqualTo(new Secret("s3cret "));
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--"})
    void password_file_open_to_others_is_refused(String permissions) throws IOException {
        Path file = passwordFile("s3cret", permissions);

        assertThat(problems(ONE_SITE + crm(file)))
                .containsExactly("application.properties:5: site.LIVE.crm.password-file: " + file
                        + " is open to other users, run: chmod 600 " + file);
    }

    @Test
    void missing_password_file_is_named() {
        assertThat(problems(ONE_SITE + crm(folder.resolve("nowhere"))))
                .singleElement()
                .asString()
                .startsWith("application.properties:5: site.LIVE.crm.password-file: there is no file");
    }

    @Test
    void all_problems_are_reported_at_once() {
        assertThat(problems("drover.sites=LIVE\ndrover.prot=1\ndrover.port=x\nfoo=1\n"))
                .hasSize(5);
    }

    @Test
    void lines_are_counted_through_comments_and_continued_lines() {
        assertThat(problems("# comment \\\n\ndrover.sites=\\\n  LIVE\n! other\ndrover.prot : 1\n"
                        + ONE_SITE.replace("drover.sites=LIVE\n", "")))
                .singleElement()
                .asString()
                .startsWith("application.properties:6: drover.prot");
    }

    @Test
    void file_is_read_as_utf_8() throws IOException {
        assertThat(load(ONE_SITE + "drover.node=Předměřice\n").node()).isEqualTo("Předměřice");

        Path file = write("");
        Files.write(file, "drover.node=Předměřice".getBytes(StandardCharsets.UTF_16));
        SettingsException refused =
                catchThrowableOfType(SettingsException.class, () -> Settings.load(file, Map.of(), Map.of()));
        assertThat(refused.problems())
                .first()
                .isEqualTo("application.properties: is not UTF-8, save it in that encoding");
    }

    @Test
    void missing_file_is_a_problem() {
        Path nowhere = folder.resolve("application.properties");

        SettingsException refused =
                catchThrowableOfType(SettingsException.class, () -> Settings.load(nowhere, Map.of(), Map.of()));

        assertThat(refused.problems()).first().asString().contains("not found at " + nowhere);
    }

    @Test
    void foreign_environment_does_no_harm() {
        assertThatCode(() -> load(ONE_SITE, System.getenv())).doesNotThrowAnyException();
    }

    private static SiteSettings onlySite(Settings settings) {
        assertThat(settings.sites()).hasSize(1);
        return settings.sites().get(0);
    }

    @Test
    void alerts_are_read_with_their_password_from_the_environment() {
        AlertSettings alerts = load(ONE_SITE + """
                        drover.alerts.mail.host=mail.example.com
                        drover.alerts.mail.from=drover@example.com
                        drover.alerts.mail.to=ops@example.com, boss@example.com
                        drover.alerts.mail.user=drover
                        drover.alerts.hook.url=https://chat.example.com/hook
                        drover.alerts.queued-for=45m
                        drover.alerts.quiet-for=3d
                        """, Map.of("DROVER_ALERTS_MAIL_PASSWORD", "s3cret"))
                .alerts();

        assertThat(alerts.mail().to()).containsExactly("ops@example.com", "boss@example.com");
        assertThat(alerts.mail().port()).isEqualTo(587);
        assertThat(alerts.mail().password().reveal()).isEqualTo("s3cret");
        assertThat(alerts.toString()).doesNotContain("s3cret");
        assertThat(alerts.hook().url().getHost()).isEqualTo("chat.example.com");
        assertThat(alerts.queuedFor()).isEqualTo(Duration.ofMinutes(45));
        assertThat(alerts.quietFor()).isEqualTo(Duration.ofDays(3));
        assertThat(alerts.stoppedFor()).isEqualTo(Duration.ofHours(2));
        assertThat(load(ONE_SITE).alerts()).isEqualTo(AlertSettings.NONE);
    }

    @Test
    void changes_that_wait_are_counted_unless_it_is_switched_off() {
        assertThat(load(ONE_SITE).countWaiting()).isTrue();
        assertThat(load(ONE_SITE + "drover.count-waiting=false\n").countWaiting())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "drover.alerts.mail.host=mail; drover.alerts.mail.from: is missing",
                "drover.alerts.mail.from=drover; is no mail address",
                "drover.alerts.mail.security=ssl; is none of starttls, tls and none",
                "drover.alerts.mail.password=x; a password must not stand here",
                "drover.alerts.hook.url=chat; is no address",
                "drover.alerts.stopped-for=2w; is no time",
                "drover.alerts.mail.hots=mail; did you mean drover.alerts.mail.host"
            })
    void what_is_wrong_with_alerts_is_told(String line, String problem) {
        String mail = line.contains(".from=") || line.contains(".security=")
                ? "drover.alerts.mail.host=mail\ndrover.alerts.mail.to=ops@example.com\n"
                : "";

        assertThat(problems(ONE_SITE + mail + line + "\n"))
                .anySatisfy(each -> assertThat(each).contains(problem));
    }

    private static String crm(Path passwordFile) {
        return "site.LIVE.crm.url=jdbc:postgresql://crm/crm\nsite.LIVE.crm.password-file=" + passwordFile + "\n";
    }

    private Path passwordFile(String content, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Settings load(String file) {
        return load(file, Map.of());
    }

    private Settings load(String file, Map<String, String> environment) {
        return Settings.load(write(file), environment, Map.of());
    }

    private List<String> problems(String file) {
        return problems(file, Map.of());
    }

    private List<String> problems(String file, Map<String, String> environment) {
        return refused(file, environment).problems();
    }

    private SettingsException refused(String file, Map<String, String> environment) {
        return catchThrowableOfType(SettingsException.class, () -> load(file, environment));
    }

    private Path write(String content) {
        try {
            return Files.writeString(folder.resolve("application.properties"), content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
