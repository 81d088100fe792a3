package io.boxoffice.backends;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A mail as it arrived at one recipient. */
public record Mail(
        long id,
        String messageId,
        String to,
        String from,
        String subject,
        Instant receivedAt,
        String text,
        String html,
        Map<String, String> headers,
        List<Attachment> attachments) {

    public Mail {
        headers = Map.copyOf(headers);
        attachments = List.copyOf(attachments);
    }

    /**
     * A file that came with a mail.
     *
     * @param contentId by which the HTML shows it, or empty
     * @param content in Base64
     */
    public record Attachment(String name, String type, String contentId, String content) {}
}
