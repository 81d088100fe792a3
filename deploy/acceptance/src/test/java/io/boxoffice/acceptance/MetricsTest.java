package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.acceptance.Gateway.Answer;
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
@Order(Integer.MAX_VALUE - 2)
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
        assertThatTheSeriesAreFew(house);
    }

    /** However much was sold, metrics stay as many as they are. */
    static void assertThatTheSeriesAreFew(House house) {
        long series =
                house.scrape().lines().filter(line -> !line.startsWith("#")).count();
        System.out.printf("FIGURE series %d of all services together%n", series);
        assertThat(series).isLessThanOrEqualTo(MOST_SERIES);
    }

    @Test
    void whatCustomersGotIsCountedAlsoForThoseWhoWereAnsweredBefore() {
        house.ours();
        String show = people.show(3, 60);
        String anna = people.somebody();
        String bert = people.somebody();
        String before = house.scrape();

        String booking = people.held(anna, show, List.of(1));
        assertThat(people.hold(bert, show, List.of(1)).status()).isEqualTo(409);
        for (int seat : List.of(2, 1)) {
            Answer taken = people.request(bert, show, List.of(seat));
            people.awaitServed(bert, String.valueOf(taken.location()));
        }
        assertThat(people.confirm(anna, booking).status()).isEqualTo(200);
        people.awaitMail(anna, booking);

        String after = house.scrape();
        assertThat(counted(after, "boxoffice_claims_total{outcome=\"held\"")
                        - counted(before, "boxoffice_claims_total{outcome=\"held\""))
                .as("holds")
                .isEqualTo(2);
        assertThat(counted(after, "boxoffice_claims_total{outcome=\"seats_taken\"")
                        - counted(before, "boxoffice_claims_total{outcome=\"seats_taken\""))
                .as("conflicts")
                .isEqualTo(2);
        assertThat(counted(after, "boxoffice_changes_total{change=\"confirmed\"")
                        - counted(before, "boxoffice_changes_total{change=\"confirmed\""))
                .as("confirmations")
                .isEqualTo(1);
        assertThat(counted(after, "boxoffice_books_contradictions"))
                .as("oversold")
                .isZero();
        await().atMost(People.PATIENCE)
                .untilAsserted(() -> assertThat(names(house.scrape()))
                        .contains(
                                "boxoffice_expired_total",
                                "boxoffice_outbox_age_seconds",
                                "boxoffice_queue_backlog",
                                "boxoffice_dead_letters",
                                "boxoffice_mail_age_seconds_count"));
    }

    /** The sum of all samples that begin so. */
    private static double counted(String scrape, String beginning) {
        return scrape.lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
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
