package io.boxoffice.backends;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox(Ports.free(), Ports.free());
    private final Mailbox mailbox = new Mailbox(inbox.url());

    @BeforeEach
    void start() {
        inbox.start();
    }

    @AfterEach
    void stop() {
        inbox.stop();
    }

    @Test
    void showsWhatArrivedNewestFirstAndByRecipient() throws Exception {
        send("ada@customers.example", "First");
        send("bo@customers.example", "Second");
        send("ada@customers.example", "Third");
        assertThat(mailbox.mails()).extracting(Mail::subject).containsExactly("Third", "Second", "First");
        assertThat(mailbox.mailsTo("ada@customers.example"))
                .extracting(Mail::subject)
                .containsExactly("Third", "First");
        var mail = mailbox.mailsTo("bo@customers.example").getFirst();
        assertThat(mail.text()).contains("Grüße");
        assertThat(mail.html()).contains("<b>Grüße</b>");
        assertThat(mail.messageId()).isEqualTo("<Second@boxoffice.example>");
        assertThat(mail.attachments()).extracting(Mail.Attachment::name).containsExactly("ticket.txt", "code.png");
        mailbox.clear();
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void refusesDeliveriesWhenAskedTo() throws Exception {
        mailbox.refuse(1);
        assertThatThrownBy(() -> send("ada@customers.example", "Refused")).isInstanceOf(MessagingException.class);
        send("ada@customers.example", "Taken");
        assertThat(mailbox.mails()).extracting(Mail::subject).containsExactly("Taken");
    }

    @Test
    void showsAMailWithoutLettingItRunScripts() throws Exception {
        send("ada@customers.example", "<script>alert(1)</script>");
        var id = mailbox.mails().getFirst().id();
        var page = get("/mails/" + id);
        assertThat(page).contains("<iframe sandbox ").doesNotContain("<script>");
        assertThat(get("/")).contains("&lt;script&gt;").doesNotContain("<script>");
    }

    @Test
    void showsPicturesInTheirPlaceAndOffersTheOtherFiles() throws Exception {
        send("ada@customers.example", "Pictures");
        var path = "/mails/" + mailbox.mails().getFirst().id();

        assertThat(get(path))
                .contains("src=&quot;data:image/png;base64,UE5H&quot;")
                .contains("download>ticket.txt</a>")
                .doesNotContain("download>code.png");
        assertThat(get(path + "?images=off")).contains("src=&quot;cid:code&quot;");
        assertThat(get(path + "/0")).isEqualTo("seat 7");
    }

    private String get(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(inbox.url() + path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private void send(String to, String subject) throws MessagingException {
        var settings = new Properties();
        settings.setProperty("mail.smtp.host", "127.0.0.1");
        settings.setProperty("mail.smtp.port", "" + inbox.smtpPort());
        var message = new MimeMessage(Session.getInstance(settings)) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + subject + "@boxoffice.example>");
            }
        };
        message.setFrom(new InternetAddress("tickets@boxoffice.example"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "UTF-8");
        message.setContent(new MimeMultipart(
                text("Grüße", "plain"),
                text("<b>Grüße</b><img src=\"cid:code\">", "html"),
                file("ticket.txt", "seat 7"),
                picture("code", "PNG")));
        Transport.send(message);
    }

    private static MimeBodyPart text(String content, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(content, "UTF-8", subtype);
        return part;
    }

    private static MimeBodyPart picture(String contentId, String content) throws MessagingException {
        var part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(content.getBytes(UTF_8), "image/png")));
        part.setContentID("<" + contentId + ">");
        part.setFileName(contentId + ".png");
        return part;
    }

    private static MimeBodyPart file(String name, String content) throws MessagingException {
        var part = text(content, "plain");
        part.setFileName(name);
        return part;
    }
}
