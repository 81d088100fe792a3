package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.backends.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Alerts and dashboards ask for metrics that there are. */
@Order(Integer.MAX_VALUE - 1)
class MetricsTest {

    private static final Path OBSERVABILITY = Folders.checkout(Path.of("")).resolve("deploy/observability");
    private static final int MOST_SERIES = 3_000;

    /** Prometheus makes it itself. */
    private static final String UP = "up";

    private static final Pattern TEXTS = Pattern.compile("\"[^\"]*\"");
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern DURATION = Pattern.compile("\\[[^]]*]");
    private static final Pattern NAME = Pattern.compile("(?<![A-Za-z0-9_:])[a-zA-Z_:][a-zA-Z0-9_:]*+(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("or", "and", "unless", "group_left", "group_right");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]");

    private final House house = House.open();
    private final People people = new People(house);

    @Test
    void everyMetricThatAnAlertOrADashboardNamesIsThere() throws IOException {
        house.ours();
        String anna = people.somebody();
        String booking = people.held(anna, people.show(2, 60), List.of(1));
        people.confirm(anna, booking);
        people.awaitMail(anna, booking);
        Set<String> wanted = wanted();
        assertThat(wanted).hasSizeGreaterThan(20);

        await().atMost(People.PATIENCE)
                .untilAsserted(() -> assertThat(names(house.scrape())).containsAll(wanted));
        long series =
                house.scrape().lines().filter(line -> !line.startsWith("#")).count();
        System.out.printf("FIGURE series %d of all services together%n", series);
        assertThat(series).isLessThanOrEqualTo(MOST_SERIES);
    }

    @Test
    void namesAreReadFromExpressions() {
        assertThat(metrics(
                        "max by (job) (a_b{uri=~\"/x(/[{]id[}])?\",le=\"0.25\"}) > 60 or rate(c_d[5m]) / sum(e:f_1h)"))
                .containsExactlyInAnyOrder("a_b", "c_d", "e:f_1h");
    }

    private static Set<String> wanted() throws IOException {
        String rules = Files.readString(OBSERVABILITY.resolve("prometheus/boxoffice-rules.yml"));
        List<String> expressions = Stream.concat(
                        values(rules, Pattern.compile("(?m)^ +expr: '?(.*?)'?$")).stream(), dashboards().stream())
                .toList();
        Set<String> recorded = new HashSet<>(values(rules, Pattern.compile("(?m)^ +- record: (.*)$")));
        assertThat(expressions).hasSizeGreaterThan(50);
        return expressions.stream()
                .flatMap(expression -> metrics(expression).stream())
                .filter(name -> !name.equals(UP) && !recorded.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(OBSERVABILITY.resolve("grafana/dashboards"))) {
            ObjectMapper json = new ObjectMapper();
            return files.map(Path::toFile)
                    .flatMap(file -> {
                        try {
                            JsonNode board = json.readTree(file);
                            return board.findValuesAsText("expr").stream();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    private static Set<String> metrics(String expression) {
        String bare = TEXTS.matcher(expression).replaceAll("");
        bare = LABELS.matcher(bare).replaceAll("");
        bare = GROUPING.matcher(bare).replaceAll("");
        bare = DURATION.matcher(bare).replaceAll("");
        Set<String> names = new TreeSet<>(values(bare, NAME));
        names.removeAll(WORDS);
        return names;
    }

    private static Set<String> names(String scrape) {
        return new HashSet<>(values(scrape, SAMPLE));
    }

    private static List<String> values(String text, Pattern pattern) {
        Matcher found = pattern.matcher(text);
        List<String> values = new ArrayList<>();
        while (found.find()) {
            values.add(found.group(found.groupCount()));
        }
        return values;
    }
}
