package io.boxoffice.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void aTickNamesThePartAndItsTime() {
        var bytes = new ByteArrayOutputStream();
        new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8)).tick("RabbitMQ", Duration.ofMillis(5_940));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("RabbitMQ").contains("5.9 s");
    }
}
