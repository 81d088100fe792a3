package io.boxoffice.backends;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Reads an {@link Inbox} of another process, or the Mailpit of the containers. */
public final class Mailbox {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI inbox;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Boolean mailpit;

    public Mailbox(String inboxUrl) {
        inbox = URI.create(inboxUrl);
    }

    /** The inbox of the test backends. */
    public static Mailbox ofTests() {
        return new Mailbox(ConfigProvider.getConfig().getValue("boxoffice.test.inbox.url", String.class));
    }

    /** All mails, newest first. */
    public List<Mail> mails() {
        return isMailpit() ? mailpit().search("") : read("/api/messages");
    }

    /** The mails to one address, newest first. */
    public List<Mail> mailsTo(String address) {
        return isMailpit()
                ? mailpit().search("to:\"" + address + "\"")
                : read("/api/messages?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8));
    }

    public void clear() {
        send("DELETE", "/api/messages");
    }

    /** Makes the mail server answer the next so many deliveries with a temporary error (451). */
    public void refuse(int deliveries) {
        send("POST", "/api/refusals?deliveries=" + deliveries);
    }

    private synchronized boolean isMailpit() {
        if (mailpit == null) {
            mailpit = answer("GET", "/api/v1/info").statusCode() == 200;
        }
        return mailpit;
    }

    private Mailpit mailpit() {
        return new Mailpit(path -> {
            try {
                return JSON.readTree(send("GET", path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private List<Mail> read(String path) {
        try {
            var mails = new ArrayList<Mail>();
            JSON.readTree(send("GET", path)).forEach(node -> mails.add(mail(node)));
            return mails;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mail mail(JsonNode node) {
        var headers = new HashMap<String, String>();
        node.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        var attachments = new ArrayList<Mail.Attachment>();
        node.path("attachments")
                .forEach(file -> attachments.add(new Mail.Attachment(
                        file.path("name").asText(),
                        file.path("type").asText(),
                        file.path("contentId").asText(),
                        file.path("content").asText())));
        return new Mail(
                node.path("id").asLong(),
                node.path("messageId").asText(),
                node.path("to").asText(),
                node.path("from").asText(),
                node.path("subject").asText(),
                Instant.parse(node.path("receivedAt").asText()),
                node.path("text").asText(),
                node.path("html").asText(),
                headers,
                attachments);
    }

    private String send(String method, String path) {
        var response = answer(method, path);
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + " answered " + response.statusCode());
        }
        return response.body();
    }

    private HttpResponse<String> answer(String method, String path) {
        try {
            var request = HttpRequest.newBuilder(inbox.resolve(path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
