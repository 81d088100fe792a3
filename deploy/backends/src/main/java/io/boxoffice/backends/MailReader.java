package io.boxoffice.backends;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** Takes a MIME message apart. */
final class MailReader {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final List<Mail.Attachment> attachments = new ArrayList<>();

    private MailReader() {}

    static Mail read(long id, String to, MimeMessage message) throws MessagingException, IOException {
        var reader = new MailReader();
        reader.take(message);
        var headers = new TreeMap<String, String>();
        for (var header : Collections.list(message.getAllHeaders())) {
            headers.merge(header.getName(), header.getValue(), (a, b) -> a + "\n" + b);
        }
        var from = message.getFrom();
        return new Mail(
                id,
                orEmpty(message.getMessageID()),
                to,
                from == null || from.length == 0 ? "" : from[0].toString(),
                orEmpty(message.getSubject()),
                Instant.now(),
                reader.text.toString(),
                reader.html.toString(),
                headers,
                reader.attachments);
    }

    private void take(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                take(parts.getBodyPart(i));
            }
        } else if (part.getFileName() != null || Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
            attachments.add(new Mail.Attachment(
                    orEmpty(part.getFileName()),
                    part.getContentType(),
                    contentId(part),
                    Base64.getEncoder().encodeToString(part.getInputStream().readAllBytes())));
        } else if (part.isMimeType("text/html")) {
            html.append(part.getContent());
        } else if (part.isMimeType("text/*")) {
            text.append(part.getContent());
        }
    }

    private static String contentId(Part part) throws MessagingException {
        var id = part instanceof MimePart mime ? orEmpty(mime.getContentID()) : "";
        return id.replaceAll("^<|>$", "");
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value;
    }
}
