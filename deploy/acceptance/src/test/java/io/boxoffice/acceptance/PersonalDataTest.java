package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.Mail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    private final House house = House.open();
    private final People people = new People(house);

    @Test
    void nobodyIsNamed() throws SQLException, IOException {
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
        String trace = "00-" + "ab".repeat(16) + "-00f067aa0ba902b7-01";
        String anna = people.somebody();
        String show = people.show(4, 60);
        for (String body : List.of("{\"showId\":\"" + anna + "\"}", "{\"" + anna + "\":1}", "[" + anna, "\"" + anna)) {
            int status = people.customer(anna)
                    .send("POST", "/api/v1/bookings", body, "traceparent", trace)
                    .status();
            assertThat(status).isBetween(400, 422);
        }
        house.gateway().with(house.strangeTokens().forged("customer", anna)).get("/api/v1/bookings?showId=" + show);
        String booking = people.held(anna, show, List.of(1));
        house.refuseMails(2);
        people.customer(anna).send("POST", "/api/v1/bookings/" + booking + "/confirm", "", "traceparent", trace);
        people.awaitMail(anna, booking);
        return anna;
    }

    /** Names, addresses and codes of everybody who was here. */
    private Set<String> names() throws SQLException {
        Set<String> names = new HashSet<>();
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
