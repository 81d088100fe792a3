package io.boxoffice.notification.adapter.out.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.notification.adapter.out.mail.ScriptedSmtpServer.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpHealthTest {

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Whoever asks takes a service that does not answer for one that is ill. */
    @ParameterizedTest
    @CsvSource({"220 welcome, UP", "421 4.3.2 shutting down, DOWN", "silence, DOWN", "drip, DOWN"})
    void theServiceIsWellWhateverTheMailServerDoes(String greeting, String told) {
        server.next(Stage.CONNECT, greeting);
        SmtpHealth health = TestTransports.health(server);

        assertThat(CompletableFuture.supplyAsync(health::call, Thread::startVirtualThread))
                .succeedsWithin(Duration.ofSeconds(10))
                .returns(HealthCheckResponse.Status.UP, HealthCheckResponse::getStatus)
                .extracting(response -> response.getData().orElseThrow())
                .isEqualTo(Map.of("smtp", told));
    }
}
