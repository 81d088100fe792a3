package io.boxoffice.backends;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the mails of a Mailpit, the inbox of the containers.
 *
 * @param get answers a path of its API, version 1
 */
record Mailpit(Function<String, JsonNode> get) {
    private static final int MOST = 1_000;

    /** The mails that a search finds, newest first; an empty one finds all. */
    List<Mail> search(String query) {
        var list = query.isEmpty() ? "messages?limit=" : "search?query=" + encode(query) + "&limit=";
        var mails = new ArrayList<Mail>();
        for (var found : get.apply("/api/v1/" + list + MOST).path("messages")) {
            mails.add(mail(
                    mails.size(),
                    get.apply("/api/v1/message/" + found.path("ID").asText())));
        }
        return mails;
    }

    private static Mail mail(long number, JsonNode mail) {
        var files = new ArrayList<Mail.Attachment>();
        mail.path("Attachments")
                .forEach(file -> files.add(new Mail.Attachment(
                        file.path("FileName").asText(),
                        file.path("ContentType").asText(),
                        file.path("ContentID").asText(),
                        "")));
        return new Mail(
                number,
                mail.path("MessageID").asText(),
                mail.at("/To/0/Address").asText(),
                mail.at("/From/Address").asText(),
                mail.path("Subject").asText(),
                OffsetDateTime.parse(mail.path("Date").asText()).toInstant(),
                mail.path("Text").asText(),
                mail.path("HTML").asText(),
                Map.of(),
                files);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
