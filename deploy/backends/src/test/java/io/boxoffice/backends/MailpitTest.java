package io.boxoffice.backends;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A mailbox reads the inbox of the containers like our own. The answers are of the form that its documentation has. */
class MailpitTest {
    private static final Map<String, String> ANSWERS = Map.of(
            "/api/v1/info",
            "{\"Version\":\"v1.27.0\"}",
            "/api/v1/search?query=to%3A%22anna%40customers.example%22&limit=1000",
            """
            {"messages":[{"ID":"abc","Subject":"Tickets"}]}
            """,
            "/api/v1/message/abc",
            """
            {"ID":"abc","MessageID":"m1@boxoffice.example","From":{"Address":"tickets@boxoffice.example"},
             "To":[{"Name":"Anna","Address":"anna@customers.example"}],"Subject":"Tickets",
             "Date":"2031-07-05T20:00:00+02:00","Text":"See you","HTML":"<p>See you</p>",
             "Attachments":[{"FileName":"tickets.ics","ContentType":"text/calendar"}]}
            """);

    @Test
    void mailsAreReadFromTheContainersInbox() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var answer = ANSWERS.getOrDefault(exchange.getRequestURI().toString(), "");
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            var mails =
                    new Mailbox("http://127.0.0.1:" + server.getAddress().getPort()).mailsTo("anna@customers.example");

            assertThat(mails).hasSize(1);
            assertThat(mails.getFirst().messageId()).isEqualTo("m1@boxoffice.example");
            assertThat(mails.getFirst().to()).isEqualTo("anna@customers.example");
            assertThat(mails.getFirst().text()).isEqualTo("See you");
            assertThat(mails.getFirst().receivedAt()).isEqualTo(Instant.parse("2031-07-05T18:00:00Z"));
            assertThat(mails.getFirst().attachments()).hasSize(1);
        } finally {
            server.stop(0);
        }
    }
}
