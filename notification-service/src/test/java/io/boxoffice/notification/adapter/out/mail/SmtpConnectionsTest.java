package io.boxoffice.notification.adapter.out.mail;

import static io.boxoffice.notification.Bookings.hamlet;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.notification.Mails;
import io.boxoffice.notification.adapter.out.mail.ScriptedSmtpServer.Stage;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailKind;
import io.boxoffice.notification.domain.ServerAnswer;
import jakarta.mail.internet.AddressException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpConnectionsTest {

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void mailsShareAConnection() throws Exception {
        SmtpMailTransport transport = transport(Map.of());

        for (int i = 0; i < 5; i++) {
            assertThat(transport.send(mail())).isInstanceOf(ServerAnswer.Accepted.class);
        }

        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.mails()).hasSize(5);
    }

    @Test
    void theEndOfAMailDoesNotWaitForAnAcknowledgementOfItsBeginning() throws Exception {
        SmtpConnections connections = TestTransports.connections(server);
        SmtpConnections.SmtpConnection connection = connections.take();

        connections.open(connection);

        assertThat(connection.socket().getTcpNoDelay()).isTrue();
        connection.hangUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 4.4.2 idle for too long", ScriptedSmtpServer.CLOSE, ScriptedSmtpServer.SILENCE})
    void aConnectionThatDiedWhileItWaitedIsReplacedAndNobodyNotices(String answer) throws Exception {
        SmtpMailTransport transport = transport(Map.of("boxoffice.smtp.read-timeout", "1s"));
        transport.send(mail());
        server.next(Stage.NOOP, answer);

        assertThat(transport.send(mail())).isInstanceOf(ServerAnswer.Accepted.class);

        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.mails()).hasSize(2);
    }

    @Test
    void aConnectionThatDripsWhileItWaitedCostsNoMoreThanTheTimeOfOneMail() throws Exception {
        SmtpMailTransport transport = transport(Map.of("boxoffice.smtp.time-limit", "1s"));
        transport.send(mail());
        server.next(Stage.NOOP, ScriptedSmtpServer.DRIP);

        assertThat(CompletableFuture.supplyAsync(() -> transport.send(mail()), Thread::startVirtualThread))
                .succeedsWithin(Duration.ofSeconds(15))
                .isInstanceOf(ServerAnswer.TryLater.class);

        assertThat(transport.send(mail())).isInstanceOf(ServerAnswer.Accepted.class);
    }

    @Test
    void aServerThatAcceptsAndDiesHasAcceptedAndTheNextMailFindsAnother() throws Exception {
        SmtpMailTransport transport = transport(Map.of());
        server.next(Stage.BODY, "250 2.0.0 queued as 18" + ScriptedSmtpServer.THEN_CLOSE);

        assertThat(transport.send(mail()).text()).isEqualTo("250 2.0.0 queued as 18");
        assertThat(transport.send(mail())).isInstanceOf(ServerAnswer.Accepted.class);

        assertThat(server.mails()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 no such user", "451 4.3.0 not now", "421 4.3.2 shutting down"})
    void aRefusalOfOneMailIsNothingToTheNext(String answer) throws Exception {
        SmtpMailTransport transport = transport(Map.of());
        transport.send(mail());
        server.next(Stage.RCPT, answer);

        assertThat(transport.send(mail()).text()).contains(answer);
        assertThat(transport.send(mail())).isInstanceOf(ServerAnswer.Accepted.class);
    }

    @Test
    void aConnectionCarriesSoManyMailsAndNoMore() throws Exception {
        SmtpMailTransport transport = transport(Map.of("boxoffice.smtp.mails-per-connection", "2"));

        for (int i = 0; i < 5; i++) {
            transport.send(mail());
        }

        assertThat(server.connections()).isEqualTo(3);
    }

    @Test
    void aConnectionThatWaitedTooLongIsReplacedUnasked() throws Exception {
        SmtpMailTransport transport = transport(Map.of("boxoffice.smtp.keep-alive", "0s"));
        server.next(Stage.NOOP, ScriptedSmtpServer.SILENCE);

        transport.send(mail());
        transport.send(mail());

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void manyAtOnceSendEachMailOnceOverAsManyConnections() throws Exception {
        SmtpMailTransport transport = transport(Map.of());

        sendTogether(transport, 8, 80);

        assertThat(server.mails()).hasSize(80);
        assertThat(server.connections()).isBetween(1, 8);
    }

    @Test
    void thePaceIsKeptHoweverManyCome() throws Exception {
        SmtpMailTransport transport = transport(Map.of("boxoffice.mail.max-per-second", "20"));
        long start = System.nanoTime();

        sendTogether(transport, 8, 11);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        assertThat(server.mails()).hasSize(11);
    }

    @Test
    void nothingStaysOpenBehindAStop() throws Exception {
        SmtpMailTransport transport = transport(Map.of());
        transport.send(mail());

        transport.close();
        transport.send(mail());
        transport.send(mail());

        assertThat(server.connections()).isEqualTo(3);
    }

    private static void sendTogether(SmtpMailTransport transport, int threads, int mails) {
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<CompletableFuture<ServerAnswer>> answers = IntStream.range(0, mails)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> transport.send(mail()), workers))
                    .toList();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join()).isInstanceOf(ServerAnswer.Accepted.class));
        }
    }

    private SmtpMailTransport transport(Map<String, String> more) throws AddressException {
        Map<String, String> settings = new HashMap<>(more);
        settings.putIfAbsent("boxoffice.smtp.read-timeout", "30s");
        return TestTransports.transport(server, settings);
    }

    private static Mail mail() {
        return Mails.of(MailKind.CONFIRMED, hamlet());
    }
}
