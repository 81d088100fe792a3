package io.boxoffice.notification.adapter.out.mail;

import io.boxoffice.notification.domain.Mail;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A mail in its MIME form, which keeps the Message-ID it was given. */
final class MailMessage extends MimeMessage {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String messageId;

    /** @throws jakarta.mail.internet.AddressException if the recipient's address cannot be one */
    MailMessage(Session session, InternetAddress from, Mail mail) throws MessagingException {
        super(session);
        this.messageId = mail.messageId();
        setFrom(from);
        setRecipient(Message.RecipientType.TO, recipient(mail));
        setSubject(mail.subject(), UTF_8);
        setHeader(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC)));
        setContentLanguage(new String[] {mail.language().toLanguageTag()});
        setHeader("Auto-Submitted", "auto-generated");
        setContent(new MimeMultipart("alternative", part(mail.text(), "plain"), part(mail.html(), "html")));
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    private static InternetAddress recipient(Mail mail) throws MessagingException {
        InternetAddress recipient = new InternetAddress(mail.address(), true);
        try {
            recipient.setPersonal(mail.name().orElse(null), UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JVM knows UTF-8", e);
        }
        return recipient;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }
}
