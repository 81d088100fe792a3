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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Alerts and dashboards ask for metrics that there are. */
@Order(Integer.MAX_VALUE - 1)
class MetricsTest {

    private static final Path OBSERVABILITY = Folders.checkout(Path.of("")).resolve("deploy/observability");
    private static final int MOST_SERIES = 3_000;
    private static final Duration UNTIL_ALL_IS_MAILED = Duration.ofMinutes(10);
    private static final int BOOKINGS = Boolean.getBoolean("soak") ? 10_000 : 200;

    /** What is done again and again. */
    private static final List<String> WORK = List.of(
            "expire-due",
            "offer-returned-seats",
            "sweep-waiting-lists",
            "offer-overdue",
            "follow-changed-shows",
            "audit-books",
            "count-waiting",
            "forget-attempts",
            "forget-mails",
            "count-dead-letters");

    /** Prometheus makes the first itself, the database operator the others. */
    private static final Pattern OF_OTHERS = Pattern.compile("up|(cnpg|barman_cloud)_.*");

    private static final Pattern TEXTS = Pattern.compile("\"[^\"]*\"");
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern DURATION = Pattern.compile("\\[[^]]*]");
    private static final Pattern NAME = Pattern.compile("(?<![A-Za-z0-9_:])[a-zA-Z_:][a-zA-Z0-9_:]*+(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("or", "and", "unless", "group_left", "group_right");
    private static final Pattern BUCKET = Pattern.compile("(\\w+_bucket)\\{(?:\"[^\"]*\"|[^}\"])*?\\ble=\"[^\"]+\"");
    private static final Pattern BOUND = Pattern.compile("\\ble=\"[^\"]+\"");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]");

    private final House house = House.open();
    private final People people = new People(house);

    @AfterEach
    void nothingWasSoldTwiceLostOrStuck() {
        people.assertThatTheBooksAgree();
    }

    @Test
    void everyMetricThatAnAlertOrADashboardNamesIsThere() throws IOException {
        house.ours();
        String anna = people.somebody();
        String booking = people.held(anna, people.show(2, 60), List.of(1));
        people.confirm(anna, booking);
        people.awaitMail(anna, booking);
        Set<String> wanted = wanted();
        assertThat(wanted).hasSizeGreaterThan(20);
        Set<String> buckets = buckets();
        assertThat(buckets).hasSizeGreaterThan(1);

        await().atMost(People.PATIENCE)
                .untilAsserted(() -> assertThat(names(house.scrape())).containsAll(wanted));
        // without its bound an objective would be kept for ever
        assertThat(house.scrape().lines())
                .filteredOn(line -> line.contains("_bucket{"))
                .extracting(line -> bucket(line.substring(0, line.indexOf('{')), line))
                .containsAll(buckets);
        assertThatTheSeriesAreFew(house);
    }

    /** However much was sold, metrics stay as many as they are. */
    static void assertThatTheSeriesAreFew(House house) {
        long series = series(house);
        System.out.printf("FIGURE series %d of all services together%n", series);
        assertThat(series).isLessThanOrEqualTo(MOST_SERIES);
    }

    /** Rate, errors and duration of each route; use, wait and errors of each pool; how busy the event loops are. */
    @Test
    void everyRouteEveryPoolAndEveryEventLoopIsWatched() throws Exception {
        house.ours();
        sell(10);

        assertThat(house.scrape("booking-service"))
                .containsPattern(
                        samples("http_server_requests_seconds_count", "uri=\"/api/v1/bookings/\\{id}/confirm\""))
                .containsPattern(samples("http_server_requests_seconds_bucket", "le=\"0.25\""))
                .containsPattern(samples("http_server_requests_seconds_sum", "outcome=\"SUCCESS\""));
        for (String service : List.of("show-service", "booking-service", "notification-service")) {
            // notification-service may be about to use its first
            await().atMost(People.PATIENCE)
                    .untilAsserted(() -> assertThat(house.scrape(service))
                            .as(service)
                            .containsPattern(samples("db_client_connection_use_time_seconds_count", ""))
                            .containsPattern(samples("db_client_connection_use_time_seconds_max", ""))
                            .contains("agroal_active_count{", "agroal_available_count{", "agroal_awaiting_count{")
                            .contains(
                                    "agroal_blocking_time_average_milliseconds{",
                                    "agroal_blocking_time_max_milliseconds{"));
        }
        for (String service : House.SERVICES) {
            assertThat(house.scrape(service))
                    .as(service)
                    .containsPattern(samples("boxoffice_event_loop_lag_seconds_count", ""))
                    .contains("worker_pool_queue_delay_seconds_count");
        }
    }

    @Test
    void moreBookingsMakeNoMoreSeries() throws Exception {
        house.ours();
        sell(50);
        long before = series(house);
        sell(BOOKINGS);
        await().pollInterval(Duration.ofSeconds(1)).atMost(UNTIL_ALL_IS_MAILED).until(() -> house.waitingMails() == 0);
        long after = series(house);

        System.out.printf("FIGURE series %d of all services, %d after %d more bookings%n", before, after, BOOKINGS);
        // a collection of garbage or a sweep may be the first of its kind, but no tenth of the bookings has a series of
        // its own
        assertThat(after - before).isLessThan(BOOKINGS / 10);
        assertThat(after).isLessThanOrEqualTo(MOST_SERIES);
    }

    /** Without a token, too, anybody may ask for what there is not. */
    @Test
    void requestsThatAreRefusedMakeNoMoreSeries() {
        house.ours();
        refused(77_000);
        long before = series(house);
        IntStream.rangeClosed(77_001, 77_010).forEach(this::refused);

        assertThat(series(house) - before).isLessThan(100);
        assertThat(house.scrape()).doesNotContain("/77", "PROPFIND");
    }

    /** A call of each route with a method that it does not know, and one that nobody knows. */
    private void refused(int id) {
        Contract.get().document().path("paths").fieldNames().forEachRemaining(path -> {
            String there = path.replaceAll("\\{[^}]*}", "" + id);
            assertThat(house.gateway().send("PUT", there, null).status()).isBetween(400, 499);
            assertThat(house.gateway().send("PROPFIND", there, null).status()).isEqualTo(405);
        });
    }

    /** So many customers buy a seat each. */
    private void sell(int bookings) throws Exception {
        String show = people.show(bookings, 120);
        List<Callable<Integer>> purchases = IntStream.rangeClosed(1, bookings)
                .<Callable<Integer>>mapToObj(seat -> () -> {
                    String customer = people.somebody();
                    return people.confirm(customer, people.held(customer, show, List.of(seat)))
                            .status();
                })
                .toList();
        assertThat(People.atOnce(purchases)).containsOnly(200);
    }

    private static long series(House house) {
        return house.scrape().lines().filter(line -> !line.startsWith("#")).count();
    }

    /** An increase is seen only of a counter that was there before. */
    @Test
    void whatFailsIsSeenTheFirstTime() {
        house.ours();
        assertThat(house.scrape("notification-service"))
                .contains("boxoffice_mails_total{kind=\"waiting-list.closed\",outcome=\"failed\"}");
        await().atMost(People.PATIENCE)
                .untilAsserted(() -> assertThat(house.scrape())
                        .contains(WORK.stream()
                                .map("boxoffice_rounds_failed_total{work=\"%s\"}"::formatted)
                                .toList()));
    }

    /** A sample with such labels that is not zero. */
    private static Pattern samples(String name, String labels) {
        return Pattern.compile("(?m)^" + name + "(\\{.*" + labels + ".*})? (?!0\\.0$).+$");
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

    /** The bounds of histograms that an alert or a dashboard counts by, each with its name. */
    private static Set<String> buckets() throws IOException {
        return expressions().stream()
                .flatMap(expression -> BUCKET.matcher(expression).results())
                .map(found -> bucket(found.group(1), found.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String bucket(String name, String labels) {
        Matcher bound = BOUND.matcher(labels);
        return name + (bound.find() ? bound.group() : "");
    }

    private static List<String> expressions() throws IOException {
        return Stream.concat(
                        values(rules(), Pattern.compile("(?m)^ +expr: '?(.*?)'?$")).stream(), dashboards().stream())
                .toList();
    }

    private static String rules() throws IOException {
        return Files.readString(OBSERVABILITY.resolve("prometheus/boxoffice-rules.yml"));
    }

    private static Set<String> wanted() throws IOException {
        List<String> expressions = expressions();
        Set<String> recorded = new HashSet<>(values(rules(), Pattern.compile("(?m)^ +- record: (.*)$")));
        assertThat(expressions).hasSizeGreaterThan(50);
        return expressions.stream()
                .flatMap(expression -> metrics(expression).stream())
                .filter(name -> !OF_OTHERS.matcher(name).matches() && !recorded.contains(name))
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
