package io.boxoffice.notification.adapter.out.mail;

import io.boxoffice.notification.domain.Letter.Ticket;
import io.boxoffice.notification.domain.Mail;
import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A mail in its MIME form, which keeps the Message-ID it was given:
 *
 * <pre>
 * multipart/mixed
 *   multipart/alternative
 *     text/plain
 *     multipart/related
 *       text/html
 *       image/png, one for each ticket
 *   text/calendar
 * </pre>
 *
 * What holds a single part is left out.
 */
final class MailMessage extends MimeMessage {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String messageId;

    /** @throws jakarta.mail.internet.AddressException if the recipient's address cannot be one */
    MailMessage(Session session, InternetAddress from, Mail mail) throws MessagingException {
        super(session);
        this.messageId = mail.messageId();
        InternetAddress to = recipient(mail);
        setFrom(from);
        setRecipient(Message.RecipientType.TO, to);
        setSubject(mail.letter().subject(), UTF_8);
        setHeader(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC)));
        setContentLanguage(new String[] {mail.letter().locale().toLanguageTag()});
        setHeader("Auto-Submitted", "auto-generated");
        Multipart letter =
                new MimeMultipart("alternative", text(PlainTextLayout.of(mail.letter()), "plain"), html(mail));
        Optional<CalendarEntry> calendar = CalendarEntry.of(mail, from, to);
        setContent(calendar.isPresent() ? new MimeMultipart("mixed", part(letter), file(calendar.get())) : letter);
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    /** The library lets every character pass within quotes. */
    private static InternetAddress recipient(Mail mail) throws MessagingException {
        String address =
                Mail.sendable(mail.address()).orElseThrow(() -> new AddressException("characters that cannot be sent"));
        InternetAddress recipient = new InternetAddress(address, true);
        try {
            recipient.setPersonal(mail.name().orElse(null), UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JVM knows UTF-8", e);
        }
        return recipient;
    }

    private static BodyPart html(Mail mail) throws MessagingException {
        BodyPart html = text(HtmlLayout.of(mail), "html");
        if (mail.letter().tickets().isEmpty()) {
            return html;
        }
        Multipart related = new MimeMultipart("related", html);
        for (Ticket ticket : mail.letter().tickets()) {
            related.addBodyPart(picture(mail, ticket));
        }
        return part(related);
    }

    private static BodyPart picture(Mail mail, Ticket ticket) throws MessagingException {
        MimeBodyPart picture = new MimeBodyPart();
        picture.setDataHandler(new DataHandler(new ByteArrayDataSource(QrImage.png(ticket.code()), "image/png")));
        picture.setContentID("<" + HtmlLayout.pictureOf(mail, ticket) + ">");
        picture.setDisposition(Part.INLINE);
        picture.setFileName("ticket-" + ticket.seat() + ".png");
        return picture;
    }

    private static BodyPart file(CalendarEntry entry) throws MessagingException {
        MimeBodyPart file = text(entry.text(), "calendar");
        file.setHeader("Content-Type", "text/calendar; charset=UTF-8; method=" + entry.method());
        file.setDisposition(Part.ATTACHMENT);
        file.setFileName("booking.ics");
        return file;
    }

    private static MimeBodyPart text(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    private static MimeBodyPart part(Multipart parts) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setContent(parts);
        return part;
    }
}
