package io.boxoffice.notification.adapter.out.mail;

import static io.boxoffice.notification.Bookings.hamlet;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.notification.Mails;
import io.boxoffice.notification.domain.MailKind;
import io.boxoffice.notification.domain.ServerAnswer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's certificate, which this machine trusts, is that of localhost. */
class SmtpEncryptionTest {

    private static final String PASSWORD = "password";

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();
    private final SSLContext usual = SSLContext.getDefault();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    SmtpEncryptionTest() throws Exception {}

    @BeforeEach
    void trustLocalhost() throws Exception {
        SSLContext.setDefault(localhost());
    }

    @AfterEach
    void stop() throws Exception {
        SSLContext.setDefault(usual);
        server.close();
    }

    @Test
    void aMailIsEncryptedWhereThatIsOffered() throws Exception {
        server.offerEncryption(SSLContext.getDefault());

        assertThat(sendTo("localhost", true)).isInstanceOf(ServerAnswer.Accepted.class);

        assertThat(server.commands()).contains("STARTTLS");
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void aServerWithSomebodyElsesCertificateGetsNoMail() throws Exception {
        server.offerEncryption(SSLContext.getDefault());

        assertThat(sendTo("127.0.0.1", false)).isInstanceOf(ServerAnswer.TryLater.class);

        assertThat(server.mails()).isEmpty();
    }

    @Test
    void aServerThatDoesNotEncryptGetsNoMailIfItMust() throws Exception {
        assertThat(sendTo("localhost", true)).isInstanceOf(ServerAnswer.TryLater.class);

        assertThat(server.mails()).isEmpty();
    }

    private ServerAnswer sendTo(String host, boolean required) throws Exception {
        return TestTransports.transport(
                        server,
                        Map.of("boxoffice.smtp.host", host, "boxoffice.smtp.tls-required", String.valueOf(required)))
                .send(Mails.of(MailKind.CONFIRMED, hamlet()));
    }

    /** One who is localhost, and believes that others are. */
    private SSLContext localhost() throws Exception {
        Path file = folder.resolve("localhost.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "localhost",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        keys.setCertificateEntry("trusted", keys.getCertificate("localhost"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
