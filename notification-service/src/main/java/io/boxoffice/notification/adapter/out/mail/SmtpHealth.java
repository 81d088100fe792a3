package io.boxoffice.notification.adapter.out.mail;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells whether the mail server answers; never DOWN, for mails wait in the broker and a restart brings none nearer. */
@Readiness
@ApplicationScoped
class SmtpHealth implements HealthCheck {

    private static final Duration KNOWN_FOR = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final SmtpSettings smtp;
    private boolean reachable;
    private long askedNanos;
    private boolean asked;

    SmtpHealth(SmtpSettings smtp) {
        this.smtp = smtp;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("mail")
                .up()
                .withData("smtp", isReachable() ? "UP" : "DOWN")
                .build();
    }

    private synchronized boolean isReachable() {
        if (!asked || System.nanoTime() - askedNanos > KNOWN_FOR.toNanos()) {
            reachable = greets();
            askedNanos = System.nanoTime();
            asked = true;
        }
        return reachable;
    }

    private boolean greets() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (PunctualSocket socket = new PunctualSocket(end)) {
            socket.connect(new InetSocketAddress(smtp.host(), smtp.port()), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String greeting = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return greeting != null && greeting.startsWith("220");
        } catch (IOException e) {
            return false;
        }
    }
}
