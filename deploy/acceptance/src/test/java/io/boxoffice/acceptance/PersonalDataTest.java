package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.Mail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** After everything the other tests did: no log, no metric and no span tells who they were. */
@Order(Integer.MAX_VALUE)
class PersonalDataTest {

    /** What a person's name, a ticket code or an address may be made of; numbers and ids of ours are, too. */
    private static final Pattern WORD = Pattern.compile("[\\p{Alnum}_+.@-]{4,}");

    /** Whoever's it is. */
    private static final List<Pattern> ALWAYS = List.of(
            Pattern.compile("[\\p{Alnum}_.+-]{2,}@[\\p{Alnum}-]{2,}(\\.[\\p{Alnum}-]{2,})+"),
            Pattern.compile("eyJ[\\p{Alnum}_-]{8,}\\.[\\p{Alnum}_-]*"),
            Pattern.compile("\\b[0-9A-V]{136}\\b"),
            Pattern.compile("(?i)(password|secret)[\"=: ]+[\\p{Alnum}_-]{12,}"));

    /** Where somebody called from (RFC 5737). */
    private static final String ADDRESS = "203.0.113.77";

    private final House house = House.open();
    private final People people = new People(house);

    /** Each trace to the service that is to tell of it. */
    private final Map<String, String> followed = new HashMap<>();

    @Test
    void nobodyIsNamed() throws SQLException, IOException {
        Traces traces = house.traces();
        String anna = provoke();
        Set<String> names = names();
        assertThat(names).contains(anna, People.address(anna));

        Set<String> found = new TreeSet<>();
        for (Path log : house.logs()) {
            try (Stream<String> lines = Files.lines(log)) {
                lines.forEach(line -> told(line, names).forEach(name -> found.add(log.getFileName() + ": " + name)));
            }
        }
        told(house.scrape(), names).forEach(name -> found.add("metrics: " + name));
        await().atMost(People.PATIENCE)
                .untilAsserted(() -> assertThat(followed)
                        .allSatisfy((trace, service) -> assertThat(traces.tells(service, trace))
                                .as(service)
                                .isTrue()));
        traces.anyMessage(message -> {
            told(message, names).forEach(name -> found.add("spans: " + name));
            return false;
        });
        assertThat(found).isEmpty();
    }

    @Test
    void everythingThatNamesSomebodyIsFound() {
        String code = "0123456789ABCDEFGHIJKLMNOPQRSTUV0123".repeat(4).substring(0, 136);
        assertThat(List.of(
                        "450 <anna@customers.example> is busy",
                        "{\"user\":\"guest-17\"}",
                        "Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.x",
                        "code " + code))
                .allSatisfy(line -> assertThat(told(line, Set.of("guest-17"))).isNotEmpty());
        assertThat(told("Message 0b8 of 'email-worker' failed in attempt 1: 451 <[address]>", Set.of("guest-17")))
                .isEmpty();
    }

    /** Trouble of the kind whose report might name somebody; whom. */
    private String provoke() {
        String anna = people.somebody();
        String show = people.show(4, 60);
        for (String body : List.of("{\"showId\":\"" + anna + "\"}", "{\"" + anna + "\":1}", "[" + anna, "\"" + anna)) {
            assertThat(traced(people.customer(anna), "booking-service", "POST", "/api/v1/bookings", body))
                    .isBetween(400, 422);
        }
        Gateway forger = house.gateway().with(house.strangeTokens().forged("customer", anna));
        assertThat(traced(forger, "booking-service", "GET", "/api/v1/bookings?showId=" + show, null))
                .isEqualTo(401);
        assertThat(traced(house.gateway(), "show-service", "GET", "/api/v1/shows?q=" + anna, null))
                .isEqualTo(200);
        Gateway inside = house.behindTheGateway("show-service");
        assertThat(traced(inside, "show-service", "GET", "/api/v1/shows", null, "X-Forwarded-For", ADDRESS))
                .isEqualTo(200);
        String booking = people.held(anna, show, List.of(1));
        house.refuseMails(2);
        assertThat(traced(people.customer(anna), "notification-service", "POST", confirmation(booking), ""))
                .isEqualTo(200);
        people.awaitMail(anna, booking);
        return anna;
    }

    private static String confirmation(String booking) {
        return "/api/v1/bookings/" + booking + "/confirm";
    }

    /** Calls, and has the service's spans about it kept; the status. */
    private int traced(
            Gateway caller, String service, String method, String path, @Nullable String body, String... headers) {
        String trace = UUID.randomUUID().toString().replace("-", "");
        followed.put(trace, service);
        return caller.send(
                        method,
                        path,
                        body,
                        Stream.concat(
                                        Stream.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"),
                                        Stream.of(headers))
                                .toArray(String[]::new))
                .status();
    }

    /** Names, addresses and codes of everybody who was here. */
    private Set<String> names() throws SQLException {
        Set<String> names = new HashSet<>(Set.of(ADDRESS));
        try (Connection booking = house.database("booking");
                Connection notification = house.database("notification")) {
            names.addAll(texts(booking, "SELECT DISTINCT customer_id FROM bookings"));
            names.addAll(texts(booking, "SELECT DISTINCT customer_email FROM bookings"));
            names.addAll(texts(notification, "SELECT DISTINCT recipient FROM deliveries"));
        }
        for (Mail mail : house.mailbox().mails()) {
            names.add(mail.to());
        }
        return names;
    }

    private static Set<String> texts(Connection connection, String sql) throws SQLException {
        Set<String> texts = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    /** What a text tells that it should not. */
    private static Set<String> told(String text, Set<String> names) {
        Set<String> told = new TreeSet<>();
        for (Pattern always : ALWAYS) {
            always.matcher(text).results().map(MatchResult::group).forEach(told::add);
        }
        WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(names::contains)
                .forEach(told::add);
        return told;
    }
}
