package io.drover.config;

import io.drover.config.AlertSettings.Hook;
import io.drover.config.AlertSettings.Mail;
import io.drover.config.AlertSettings.Security;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the keys {@code drover.alerts.*}. */
final class AlertReader {

    static final List<String> KEYS = List.of(
            "drover.alerts.console",
            "drover.alerts.mail.host",
            "drover.alerts.mail.port",
            "drover.alerts.mail.security",
            "drover.alerts.mail.user",
            "drover.alerts.mail.password",
            "drover.alerts.mail.password-file",
            "drover.alerts.mail.from",
            "drover.alerts.mail.to",
            "drover.alerts.hook.url",
            "drover.alerts.hook.password",
            "drover.alerts.hook.password-file",
            "drover.alerts.stopped-for",
            "drover.alerts.queued-for",
            "drover.alerts.refused-rows",
            "drover.alerts.quiet-for");

    private static final int MOST_ROWS = 1_000_000_000 - 1;
    private static final int LAST_PORT = 65535;

    private final GivenSettings given;
    private final Problems problems;
    private final Values values;
    private final Passwords passwords;

    AlertReader(GivenSettings given, Problems problems, Values values, Passwords passwords) {
        this.given = given;
        this.problems = problems;
        this.values = values;
        this.passwords = passwords;
    }

    AlertSettings read() {
        AlertSettings usual = AlertSettings.NONE;
        return new AlertSettings(
                mail(),
                hook(),
                address("drover.alerts.console").map(URI::toString).orElse(null),
                values.span("drover.alerts.stopped-for").orElse(usual.stoppedFor()),
                values.span("drover.alerts.queued-for").orElse(usual.queuedFor()),
                values.number("drover.alerts.refused-rows", 0, MOST_ROWS, usual.refusedRows()),
                values.span("drover.alerts.quiet-for").orElse(null));
    }

    private @Nullable Mail mail() {
        Optional<Setting> host = given.find("drover.alerts.mail.host");
        if (host.isEmpty()) {
            return null;
        }
        Security security = security();
        List<String> from = addresses("drover.alerts.mail.from");
        List<String> to = addresses("drover.alerts.mail.to");
        return new Mail(
                host.get().value(),
                values.number("drover.alerts.mail.port", 1, LAST_PORT, security.port()),
                security,
                given.find("drover.alerts.mail.user").map(Setting::value).orElse(null),
                passwords.find("drover.alerts.mail").orElse(null),
                from.isEmpty() ? "" : from.get(0),
                to);
    }

    private Security security() {
        Optional<Setting> setting = given.find("drover.alerts.mail.security");
        String word = setting.map(Setting::value).orElse("starttls");
        for (Security each : Security.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        setting.ifPresent(
                wrong -> problems.add(wrong, "\"" + word + "\" is none of starttls, tls and none, write one of them"));
        return Security.STARTTLS;
    }

    private List<String> addresses(String key) {
        Optional<Setting> setting = given.find(key);
        if (setting.isEmpty()) {
            problems.add(given.placeOf(key), "is missing: drover.alerts.mail.host is given, so write a mail address");
            return List.of();
        }
        List<String> addresses = MailAddress.split(setting.get().value());
        for (String address : addresses) {
            if (!MailAddress.isOne(address)) {
                problems.add(setting.get(), "\"" + address + "\" is no mail address, write one like ops@example.com");
            }
        }
        return addresses;
    }

    private @Nullable Hook hook() {
        return address("drover.alerts.hook.url")
                .map(url -> new Hook(url, passwords.find("drover.alerts.hook").orElse(null)))
                .orElse(null);
    }

    private Optional<URI> address(String key) {
        Optional<Setting> setting = given.find(key);
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(setting.get().value());
            if (url.getHost() != null && List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // Told below, as every other text that is no address.
        }
        problems.add(setting.get(), "is no address, write one that begins with https:// or http://");
        return Optional.empty();
    }
}
