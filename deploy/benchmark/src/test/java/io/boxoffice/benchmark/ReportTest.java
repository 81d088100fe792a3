package io.boxoffice.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @Test
    void oneBrokenPromiseSpoilsARun() {
        Results results = new Results();
        results.add(Figure.once("holds/s", "", 1).atLeast(2, 2));
        results.add(Figure.count(Results.SOLD_TWICE, "seats", 0).atMost(0, 0));
        assertThat(results.promisesAreKept()).isTrue();

        results.add(Figure.count(Results.BROKEN_PROMISES, "", 1).atMost(0, 0));
        assertThat(results.promisesAreKept()).isFalse();
    }

    @Test
    void writesFiguresForPeopleAndForPrograms(@TempDir Path folder) throws Exception {
        Results results = new Results();
        results.setting("JVM", "some");
        results.add(Figure.of("holds", "holds/s", List.of(3_000.0, 1_000.0, 2_000.0)));
        results.add(Figure.of("holds / (b)", "", List.of(0.5)).atLeast(1, 2));
        results.cpu("holds: service", Map.of("PostgreSQL", 0.75));
        results.plot(new Results.Curves("curve", "A < B & C", Map.of("service", latencies())));
        results.plot(new Results.Seconds("series", "Seconds", Map.of("service", new long[] {1, 5, 3})));

        new Report(results, folder).write();

        JsonNode figure = new ObjectMapper()
                .readTree(folder.resolve("results.json").toFile())
                .at("/figures/0");
        assertThat(figure.at("/name").asText()).isEqualTo("holds");
        assertThat(figure.at("/value").asDouble()).isEqualTo(2_000);
        assertThat(figure.at("/unit").asText()).isEqualTo("holds/s");
        assertThat(figure.at("/rounds")).hasSize(3);
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("| holds | 2,000 holds/s | 3,000 1,000 2,000 |  |  |")
                .contains("| holds / (b) | 0.500 |  | at least 1, aim 2 | **missed** |")
                .contains("![Seconds](series.svg)");
        for (String plot : List.of("throughput", "curve", "series")) {
            assertIsXml(folder.resolve(plot + ".svg"));
        }
    }

    private static Histogram latencies() {
        Histogram latencies = Measured.histogram();
        for (int micros = 100; micros < 100_000; micros += 100) {
            latencies.recordValue(micros);
        }
        return latencies;
    }

    private static void assertIsXml(Path file) throws Exception {
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile())
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }
}
