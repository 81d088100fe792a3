package io.boxoffice.notification.adapter.out.mail;

import static io.boxoffice.notification.Bookings.hamlet;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Mails;
import io.boxoffice.notification.adapter.out.mail.ScriptedSmtpServer.Stage;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailKind;
import io.boxoffice.notification.domain.ServerAnswer;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpMailTransportTest {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void anAcceptedMailIsCompleteAndItsAnswerIsKept() throws Exception {
        Mail mail = mail(hamlet().withCustomer("joerg@customers.example", "Jörg Müller", "de"));

        ServerAnswer answer = transport().send(mail);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        ServerAnswer.Accepted.class,
                        accepted -> assertThat(accepted.at())
                                .isBetween(Instant.now().minusSeconds(10), Instant.now()));
        assertThat(answer.text()).isEqualTo("250 2.0.0 queued as 17");
        MimeMessage received = onlyMail();
        assertThat(received.getSubject()).isEqualTo(mail.letter().subject());
        assertThat(received.getMessageID()).isEqualTo(mail.messageId());
        assertThat(received.getFrom()).containsExactly(new InternetAddress("Box Office <tickets@boxoffice.example>"));
        assertThat(received.getReplyTo()).containsExactly(new InternetAddress("help@boxoffice.example"));
        InternetAddress to = (InternetAddress) received.getRecipients(Message.RecipientType.TO)[0];
        assertThat(to.getPersonal()).isEqualTo("Jörg Müller");
        assertThat(to.getAddress()).isEqualTo("joerg@customers.example");
        assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(received.getContentLanguage()).containsExactly("de");
        assertThat(received.getSentDate()).isCloseTo(Instant.now(), 60_000);
        assertThat(received.getContentType()).startsWith("multipart/mixed");
        assertThat(text(received)).isEqualTo(PlainTextLayout.of(mail.letter()).strip());
    }

    @Test
    void theLoginIsTold() throws Exception {
        server.next(Stage.EHLO, "250-scripted.example\r\n250 AUTH PLAIN");
        SmtpMailTransport transport = transport(
                Map.of("boxoffice.smtp.username", "box+office@a.example", "boxoffice.smtp.password", "50% ü"));

        assertThat(transport.send(mail(hamlet()))).isInstanceOf(ServerAnswer.Accepted.class);
        String login = String.join("\0", "box+office@a.example", "box+office@a.example", "50% ü");
        assertThat(server.commands())
                .contains("AUTH PLAIN " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void answersGoToTheSenderIfTheyShallGoNowhereElse() throws Exception {
        transport(Map.of()).send(mail(hamlet()));

        assertThat(onlyMail().getHeader("Reply-To")).containsExactly("Box Office <tickets@boxoffice.example>");
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421 4.3.2 shutting down",
        "CONNECT, 554 5.7.1 your address is on a list",
        "MAIL, 452 4.3.1 out of storage",
        "RCPT, 450 4.2.0 greylisted",
        "RCPT, 451 4.7.1 try again later",
        "DATA, 451 4.3.0 not now",
        "BODY, 451 4.3.0 queue is full",
        "BODY, 421 4.3.2 shutting down",
        "CONNECT, close",
        "EHLO, close",
        "RCPT, close",
        "BODY, close"
    })
    void whatMayWorkLaterIsTriedLater(Stage stage, String answer) throws Exception {
        server.next(stage, answer);

        ServerAnswer result = transport().send(mail(hamlet()));

        assertThat(result).isInstanceOf(ServerAnswer.TryLater.class);
        assertThat(result.text()).isNotBlank().doesNotContain("\n");
        if (!answer.equals(ScriptedSmtpServer.CLOSE)) {
            assertThat(result.text()).contains(answer.substring(0, 3));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 sender refused",
        "RCPT, 550 5.1.1 no such user",
        "RCPT, 553 5.1.3 bad address",
        "DATA, 554 5.5.1 no valid recipients",
        "BODY, 552 5.3.4 message too big"
    })
    void whatWillNeverWorkIsRefusedWithTheServersWords(Stage stage, String answer) throws Exception {
        server.next(stage, answer);

        ServerAnswer result = transport().send(mail(hamlet()));

        assertThat(result).isInstanceOf(ServerAnswer.Refused.class);
        assertThat(result.text()).contains(answer);
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"CONNECT", "MAIL", "BODY"})
    void aServerThatFallsSilentIsLeftInTime(Stage stage) throws Exception {
        server.next(stage, ScriptedSmtpServer.SILENCE);
        Instant start = Instant.now();

        ServerAnswer result = transport().send(mail(hamlet()));

        assertThat(result).isInstanceOf(ServerAnswer.TryLater.class);
        assertThat(Duration.between(start, Instant.now())).isLessThan(PATIENCE.multipliedBy(10));
    }

    /** Every byte comes in time; the answer does not. */
    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"CONNECT", "EHLO", "MAIL", "BODY"})
    void aServerThatDripsItsAnswerIsLeftInTime(Stage stage) throws Exception {
        server.next(stage, ScriptedSmtpServer.DRIP);
        SmtpMailTransport transport = transport(Map.of("boxoffice.smtp.time-limit", PATIENCE.toString()));

        assertThat(CompletableFuture.supplyAsync(() -> transport.send(mail(hamlet())), Thread::startVirtualThread))
                .succeedsWithin(PATIENCE.multipliedBy(30))
                .isInstanceOf(ServerAnswer.TryLater.class);
    }

    /** The database keeps no zero, and a log that cannot be written would have the mail sent again. */
    @Test
    void anAnswerIsKeptAsALineOfText() throws Exception {
        server.next(Stage.BODY, "250 2.0.0 queued\0as\t17 " + "x".repeat(2_000));

        assertThat(transport().send(mail(hamlet())).text())
                .startsWith("250 2.0.0 queued as 17 x")
                .hasSize(1_000);
    }

    @Test
    void aServerThatIsAwayIsTriedLater() throws Exception {
        server.close();

        assertThat(transport().send(mail(hamlet()))).isInstanceOf(ServerAnswer.TryLater.class);
    }

    @Test
    void aServerThatHangsUpAfterItsAcceptanceHasAccepted() throws Exception {
        server.next(Stage.QUIT, ScriptedSmtpServer.CLOSE);

        assertThat(transport().send(mail(hamlet()))).isInstanceOf(ServerAnswer.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody",
                "a b@customers.example",
                "a@b@customers.example",
                "a@customers.example, eve@evil.example",
                "friends:a@customers.example,eve@evil.example;",
                "a@customers.example>\r\nRCPT TO:<eve@evil.example",
                "a@customers.example\r\nBcc: eve@evil.example",
                "a@customers.example\nBcc: eve@evil.example",
                "\"a\r\n RCPT TO:<eve@evil.example>\"@customers.example",
                "a\u0000b@customers.example",
                "a\u202e@customers.example",
                "a\u2028@customers.example",
                "a@customers.example\u200f",
                "j\u00f6rg@customers.example",
                "a@stra\u00dfe.example",
                "a@customers.example\u3002evil.example",
                "a@\uff43ustomers.example",
                "a@m\u00fcller<evil>.example",
                "a@\u00e4..example",
                "\"a\u010d\u010aRCPT TO:<eve@evil.example>\"@customers.example"
            })
    void whatIsNoAddressIsRefusedWithoutAskingAServer(String address) throws Exception {
        ServerAnswer result = transport().send(mail(hamlet().withCustomer(address, "Alice", "en")));

        assertThat(result).isInstanceOf(ServerAnswer.Refused.class);
        assertThat(result.withoutNaming(address)).doesNotContain("@");
        assertThat(server.mails()).isEmpty();
    }

    /** Mail servers know a domain by its name in DNS (RFC 5891). */
    @ParameterizedTest
    @CsvSource({
        "anna@m\u00fcller.example, anna@xn--mller-kva.example",
        "anna@M\u00dcLLER.example, anna@xn--mller-kva.example",
        "anna@mu\u0308ller.example, anna@xn--mller-kva.example",
        "anna@[127.0.0.1], anna@[127.0.0.1]"
    })
    void aDomainGoesOutAsDnsWritesIt(String address, String recipient) throws Exception {
        ServerAnswer answer = transport().send(mail(hamlet().withCustomer(address, "Anna", "de")));

        assertThat(answer).isInstanceOf(ServerAnswer.Accepted.class);
        assertThat(((InternetAddress) onlyMail().getAllRecipients()[0]).getAddress())
                .isEqualTo(recipient);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r", "\u0085", "\u2028"})
    void noNameAddsAHeader(String lineBreak) throws Exception {
        String injected = lineBreak + "Bcc: eve@evil.example" + lineBreak + lineBreak + "Buy!";
        transport()
                .send(mail(hamlet().withShow("Ünï" + injected, "2026-12-05T19:00:00Z", "UTC")
                        .withCustomer("a@customers.example", "Ali\"ce" + injected, "en")));

        MimeMessage received = onlyMail();
        assertThat(received.getHeader("Bcc")).isNull();
        assertThat(received.getAllRecipients()).hasSize(1);
        assertThat(received.getSubject()).isEqualTo("Your tickets for Ünï Bcc: eve@evil.example Buy!");
    }

    @Test
    void aLineWithASingleDotDoesNotEndTheMail() throws Exception {
        transport().send(mail(hamlet().withCustomer("a@customers.example", ".", "en")));

        assertThat(text(onlyMail())).startsWith("Hello .,").endsWith("Box Office");
    }

    @Test
    void nothingIsLookedForAnewForEachMail() throws AddressException {
        SmtpMailTransport transport = transport();
        List<String> lookedFor = new ArrayList<>();
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        thread.setContextClassLoader(new ClassLoader(loader) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                lookedFor.add(name);
                return super.getResources(name);
            }
        });
        try {
            transport.send(mail(hamlet()));
            lookedFor.clear();
            assertThat(transport.send(mail(hamlet()))).isInstanceOf(ServerAnswer.Accepted.class);
        } finally {
            thread.setContextClassLoader(loader);
        }
        assertThat(lookedFor).isEmpty();
    }

    @Test
    void aRehearsalGoesThroughEverythingAndDisturbsNoServer() throws AddressException {
        new Rehearsal(Mails.writer(), transport()).rehearse();

        assertThat(server.connections()).isZero();
    }

    private SmtpMailTransport transport() throws AddressException {
        return transport(Map.of("boxoffice.mail.reply-to", "help@boxoffice.example"));
    }

    private SmtpMailTransport transport(Map<String, String> more) throws AddressException {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("boxoffice.smtp.connect-timeout", PATIENCE.toString());
        settings.put("boxoffice.smtp.read-timeout", PATIENCE.toString());
        return TestTransports.transport(server, settings);
    }

    private static Mail mail(Bookings booking) {
        return Mails.of(MailKind.CONFIRMED, booking);
    }

    private MimeMessage onlyMail() throws MessagingException {
        assertThat(server.mails()).hasSize(1);
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(server.mails().getFirst().getBytes(StandardCharsets.UTF_8)));
    }

    /** The first leaf of the tree of parts. */
    private static String text(Part part) throws MessagingException, IOException {
        return part.getContent() instanceof Multipart parts ? text(parts.getBodyPart(0)) : lines(part.getContent());
    }

    private static String lines(Object content) {
        return String.valueOf(content).replace("\r\n", "\n").strip();
    }
}
