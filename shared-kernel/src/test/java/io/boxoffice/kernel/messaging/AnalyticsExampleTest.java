package io.boxoffice.kernel.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import io.boxoffice.backends.Programs;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.EventType;
import io.boxoffice.kernel.support.Backends;
import io.boxoffice.kernel.support.Events;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Does what docs/analytics.md tells its readers to do. */
class AnalyticsExampleTest {

    private static final Path EXAMPLE = Path.of("..", "docs", "analytics").toAbsolutePath();
    private static final Instant LATE = Instant.parse("2026-03-01T23:30:00Z");

    private final Rabbit rabbit = new Rabbit();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    AnalyticsExampleTest() throws Exception {}

    @AfterEach
    void close() {
        rabbit.close();
    }

    @Test
    void the_documented_example_tells_the_daily_sales_however_often_it_is_run() throws Exception {
        rabbit.channel().queueDelete(Topology.ANALYTICS);
        new Topology(Rabbit.RETRY.pauses()).declare(rabbit.connection());
        publish("show", EventType.SHOW_PUBLISHED, Events.NOON);
        publish("first", EventType.BOOKING_CONFIRMED, Events.NOON);
        publish("first", EventType.BOOKING_CONFIRMED, Events.NOON);
        publish("second", EventType.BOOKING_CONFIRMED, LATE);
        publish("third", EventType.BOOKING_CONFIRMED, LATE);
        publish("back", EventType.BOOKING_CANCELLED, LATE.plus(Duration.ofHours(9)));

        String told = readEvents();

        assertThat(told).contains("go on from offset 6");
        for (int run = 0; run < 2; run++) {
            assertThat(dailySales())
                    .containsExactly(
                            "2026-03-01|Der fliegende Holländer|0H4Q2Z5K8M1N3|2|0|10150|EUR",
                            "2026-03-02|Der fliegende Holländer|0H4Q2Z5K8M1N3|4|2|10150|EUR");
        }
    }

    private void publish(String id, EventType type, Instant time) throws Exception {
        byte[] body = EventCodec.write(new Envelope(id, "/test", time, null, Events.of(type)));
        rabbit.channel().basicPublish(Topology.EVENTS, type.routingKey(), null, body);
    }

    /** With nothing on the class path but what the document names, and in no language at all. */
    private String readEvents() throws Exception {
        RabbitSettings settings = Backends.rabbit();
        Path said = folder.resolve("said");
        ProcessBuilder reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Stream.of(ConnectionFactory.class, Logger.class)
                                .map(AnalyticsExampleTest::jar)
                                .collect(Collectors.joining(File.pathSeparator)),
                        EXAMPLE.resolve("ReadEvents.java").toString(),
                        "amqp://%s:%s@%s:%d/%s"
                                .formatted(
                                        settings.username(),
                                        settings.password(),
                                        settings.host(),
                                        settings.port(),
                                        settings.virtualHost()))
                .redirectOutput(folder.resolve("events.jsonl").toFile())
                .redirectError(said.toFile());
        reader.environment().put("LC_ALL", "C");
        assertThat(reader.start().waitFor()).as("%s", said).isZero();
        return Files.readString(said);
    }

    private static String jar(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private List<String> dailySales() throws IOException {
        String psql = Programs.find("psql").map(Path::toString).orElseGet(AnalyticsExampleTest::skip);
        String script = EXAMPLE.resolve("daily-sales.sql").toString();
        return Programs.run(
                        folder, List.of(psql, Backends.postgresUrl(), "-qAt", "-v", "ON_ERROR_STOP=1", "-f", script))
                .lines()
                .filter(line -> !line.contains("NOTICE"))
                .toList();
    }

    private static String skip() {
        System.err.println("SKIPPED: the example's SQL is not run, because psql is not installed");
        return Assumptions.abort("psql is not installed");
    }
}
