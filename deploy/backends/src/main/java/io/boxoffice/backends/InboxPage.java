package io.boxoffice.backends;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** The inbox in a browser, and as JSON for programs. */
final class InboxPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final String FRAME = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            :root{color-scheme:light dark}
            body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222;background:#fff}
            table{border-collapse:collapse;width:100%%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #8884}
            pre{white-space:pre-wrap;background:#8881;padding:1rem}iframe{width:100%%;height:76rem;border:1px solid #8884}
            a{color:#0b57d0}
            @media (prefers-color-scheme:dark){body{color:#eee;background:#161514}a{color:#9cc4ea}}
            </style></head><body><main>%s</main></body></html>
            """;

    private final Inbox inbox;
    private final HttpServer server;

    InboxPage(Inbox inbox, InetAddress address, int port) throws IOException {
        this.inbox = inbox;
        server = HttpServer.create(new InetSocketAddress(address, port), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var method = exchange.getRequestMethod();
        switch (method + " " + path) {
            case "GET /" -> answer(exchange, 200, "text/html", list());
            case "GET /api/messages" -> answer(exchange, 200, "application/json", messages(exchange));
            case "DELETE /api/messages" -> {
                inbox.clear();
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            }
            case "POST /api/refusals" -> {
                inbox.refuse(Integer.parseInt(parameter(exchange, "deliveries").orElse("1")));
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            }
            default -> one(exchange, method, path);
        }
    }

    private void one(HttpExchange exchange, String method, String path) throws IOException {
        var segments = path.split("/", -1);
        var mail = method.equals("GET") && segments.length >= 3 && segments[1].equals("mails")
                ? inbox.mails().stream()
                        .filter(candidate -> ("" + candidate.id()).equals(segments[2]))
                        .findFirst()
                : Optional.<Mail>empty();
        if (mail.isEmpty()) {
            answer(exchange, 404, "text/html", FRAME.formatted("Not found", "<p>No such mail.</p>"));
        } else if (segments.length == 3) {
            var images = parameter(exchange, "images").filter("off"::equals).isEmpty();
            answer(exchange, 200, "text/html", page(mail.get(), images));
        } else {
            attachment(exchange, mail.get(), segments[3]);
        }
    }

    private String list() {
        var rows = new StringBuilder();
        for (var mail : inbox.mails()) {
            rows.append("<tr><td>%s</td><td>%s</td><td><a href=\"/mails/%d\">%s</a></td></tr>\n"
                    .formatted(TIME.format(mail.receivedAt()), escaped(mail.to()), mail.id(), escaped(mail.subject())));
        }
        var body = rows.isEmpty()
                ? "<p>Nothing has arrived yet.</p>"
                : "<table><thead><tr><th>Time</th><th>To</th><th>Subject</th></tr></thead><tbody>" + rows
                        + "</tbody></table>";
        return FRAME.formatted("Inbox - Box Office", "<h1>Inbox</h1>" + body);
    }

    private static String page(Mail mail, boolean images) {
        var body = new StringBuilder("<p><a href=\"/\">Inbox</a></p><h1>" + escaped(mail.subject()) + "</h1>");
        body.append("<p>From ")
                .append(escaped(mail.from()))
                .append("<br>To ")
                .append(escaped(mail.to()))
                .append("</p>");
        for (int i = 0; i < mail.attachments().size(); i++) {
            var file = mail.attachments().get(i);
            if (file.contentId().isEmpty()) {
                body.append("<p><a href=\"/mails/%d/%d\" download>%s</a></p>"
                        .formatted(mail.id(), i, escaped(file.name())));
            }
        }
        if (!mail.html().isEmpty()) {
            body.append(
                    images
                            ? "<p><a href=\"?images=off\">Without images</a></p>"
                            : "<p><a href=\"?\">With images</a></p>");
            // an empty sandbox allows neither scripts nor forms nor our origin
            body.append("<iframe sandbox title=\"The mail\" srcdoc=\"")
                    .append(escaped(images ? withImages(mail) : mail.html()))
                    .append("\"></iframe>");
        }
        body.append("<h2>Text</h2><pre>").append(escaped(mail.text())).append("</pre><h2>Headers</h2><pre>");
        mail.headers().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(header -> body.append(escaped(header.getKey() + ": " + header.getValue()))
                        .append('\n'));
        return FRAME.formatted(escaped(mail.subject()), body.append("</pre>"));
    }

    /** The HTML with its pictures inside, as a mail reader shows it. */
    private static String withImages(Mail mail) {
        var html = mail.html();
        for (var file : mail.attachments()) {
            if (!file.contentId().isEmpty()) {
                var type = file.type().split(";", 2)[0].strip();
                html = html.replace(
                        "\"cid:" + file.contentId() + "\"", "\"data:" + type + ";base64," + file.content() + "\"");
            }
        }
        return html;
    }

    private String messages(HttpExchange exchange) throws IOException {
        var wanted = parameter(exchange, "to");
        Predicate<Mail> matches = mail -> wanted.isEmpty() || mail.to().equalsIgnoreCase(wanted.get());
        var array = JSON.createArrayNode();
        for (var mail : inbox.mails()) {
            if (matches.test(mail)) {
                array.add(json(mail));
            }
        }
        return JSON.writeValueAsString(array);
    }

    private static ObjectNode json(Mail mail) {
        var node = JSON.createObjectNode()
                .put("id", mail.id())
                .put("messageId", mail.messageId())
                .put("to", mail.to())
                .put("from", mail.from())
                .put("subject", mail.subject())
                .put("receivedAt", mail.receivedAt().toString())
                .put("text", mail.text())
                .put("html", mail.html());
        var headers = node.putObject("headers");
        mail.headers().forEach(headers::put);
        var attachments = node.putArray("attachments");
        mail.attachments()
                .forEach(file -> attachments
                        .addObject()
                        .put("name", file.name())
                        .put("type", file.type())
                        .put("contentId", file.contentId())
                        .put("content", file.content()));
        return node;
    }

    private static void attachment(HttpExchange exchange, Mail mail, String index) throws IOException {
        if (!index.matches("\\d{1,3}")
                || Integer.parseInt(index) >= mail.attachments().size()) {
            answer(exchange, 404, "text/html", FRAME.formatted("Not found", "<p>No such attachment.</p>"));
            return;
        }
        var file = mail.attachments().get(Integer.parseInt(index));
        var content = Base64.getDecoder().decode(file.content());
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"" + plain(file.name()) + "\"");
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    private static Optional<String> parameter(HttpExchange exchange, String name) {
        var query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        for (var pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** A file name without what has a meaning in headers or folders. */
    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
