package io.drover.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.drover.config.AlertSettings.Hook;
import io.drover.config.Secret;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Posts letters as JSON to an address. Redirects are not followed. Thread-safe. */
final class HookCarrier implements Carrier {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonFactory JSON = new JsonFactory();

    private final Hook settings;
    private final @Nullable String console;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @param console where the console is, for people; null where nobody said so */
    HookCarrier(Hook settings, @Nullable String console) {
        this.settings = settings;
        this.console = console;
    }

    @Override
    public Way way() {
        return Way.HOOK;
    }

    @Override
    public void carry(Letter letter) {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", letter.name());
        Secret token = settings.token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token.reveal());
        }
        try {
            HttpResponse<Void> answer = http.send(
                    request.POST(BodyPublishers.ofString(json(letter))).build(), BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2) {
                throw new UndeliveredException("The web hook on %s answered %d"
                        .formatted(settings.url().getHost(), answer.statusCode()));
            }
        } catch (IOException e) {
            throw new UndeliveredException(
                    "The web hook on %s did not answer: %s"
                            .formatted(settings.url().getHost(), e.getClass().getSimpleName()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UndeliveredException("Drover is being stopped", e);
        }
    }

    private String json(Letter letter) throws IOException {
        StringWriter text = new StringWriter();
        Incident about = letter.incident();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("event", letter.event().name().toLowerCase(Locale.ROOT));
            json.writeStringField("subject", letter.subject());
            json.writeStringField("text", letter.text());
            if (about != null) {
                json.writeNumberField("incident", about.incident());
                json.writeStringField("rule", about.rule().word());
                json.writeStringField("site", about.site());
                json.writeStringField("task", about.task());
                json.writeStringField("about", about.about());
                json.writeStringField("why", about.why());
                json.writeStringField("openedAt", about.openedAt().toString());
                json.writeStringField(
                        "closedAt",
                        about.closedAt() == null ? null : about.closedAt().toString());
            }
            json.writeStringField("console", console);
            json.writeEndObject();
        }
        return text.toString();
    }
}
