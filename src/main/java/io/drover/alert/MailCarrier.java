package io.drover.alert;

import io.drover.config.AlertSettings.Mail;
import io.drover.config.PlainLine;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Sends letters by SMTP, one connection each. Thread-safe. */
final class MailCarrier implements Carrier {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Mail settings;
    private final @Nullable String console;

    /** @param console where the console is, for people; null where nobody said so */
    MailCarrier(Mail settings, @Nullable String console) {
        this.settings = settings;
        this.console = console;
    }

    @Override
    public Way way() {
        return Way.MAIL;
    }

    @Override
    public void carry(Letter letter) {
        try {
            Transport.send(message(letter, session()));
        } catch (MessagingException e) {
            throw new UndeliveredException(
                    "The mail server %s:%d did not take it: %s"
                            .formatted(settings.host(), settings.port(), PlainLine.of(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    private Session session() {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", settings.host());
        properties.setProperty("mail.smtp.port", String.valueOf(settings.port()));
        for (String patience : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.setProperty("mail.smtp." + patience, String.valueOf(PATIENCE.toMillis()));
        }
        switch (settings.security()) {
            case NONE -> {}
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
                properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
            }
            case TLS -> {
                properties.setProperty("mail.smtp.ssl.enable", "true");
                properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
            }
        }
        String user = settings.user();
        if (user == null) {
            return Session.getInstance(properties);
        }
        properties.setProperty("mail.smtp.auth", "true");
        String password = settings.password() == null ? "" : settings.password().reveal();
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password);
            }
        });
    }

    private MimeMessage message(Letter letter, Session session) throws MessagingException {
        MimeMessage message = new NamedMessage(session, "<%s@%s>".formatted(letter.name(), domain()));
        message.setFrom(new InternetAddress(settings.from(), true));
        for (String recipient :
                letter.told() == null ? settings.to() : letter.told().to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient, true));
        }
        message.setSubject(letter.subject(), "UTF-8");
        message.setSentDate(Date.from(letter.askedAt()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(letter.text() + consoleFor(letter) + "\n", "UTF-8");
        return message;
    }

    /** Nobody outside is told where the console is. */
    private String consoleFor(Letter letter) {
        return console == null || letter.event() == Letter.Event.ROW ? "" : "\n\n" + console;
    }

    private String domain() {
        return settings.from().substring(settings.from().indexOf('@') + 1).replaceAll("[^A-Za-z0-9.-]", "");
    }

    /** Keeps its name when it is sent, so that each attempt is the same message. */
    private static final class NamedMessage extends MimeMessage {

        private final String name;

        NamedMessage(Session session, String name) {
            super(session);
            this.name = name;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", name);
        }
    }
}
