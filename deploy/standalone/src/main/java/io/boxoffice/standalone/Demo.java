package io.boxoffice.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.Mail;
import io.boxoffice.backends.Mailbox;
import io.boxoffice.backends.Tokens;
import io.boxoffice.backends.Waiting;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Plays the main job: a show goes on sale, customers want the same seats, one hold lapses, and the mails arrive. */
final class Demo {
    private static final int HOLD_SECONDS = 5;
    private static final Duration MAIL_LIMIT = Duration.ofSeconds(60);
    private static final ZoneId ZONE = ZoneId.of("Europe/Vienna");

    private final Api api;
    private final Tokens tokens;
    private final Mailbox mailbox;
    private final Console console;
    private final String run = Long.toString(System.currentTimeMillis() % 1_000_000, 36);

    Demo(Api api, Tokens tokens, String inbox, Console console) {
        this.api = api;
        this.tokens = tokens;
        mailbox = new Mailbox(inbox);
        this.console = console;
    }

    void play() {
        console.line("");
        console.line("A show goes on sale");
        var show = publish();
        var seats = seatsOf(show);
        console.line("  %s: %s".formatted(show, describe(seats)));

        console.line("");
        console.line("Three customers come");
        var ada = customer("ada");
        var ben = customer("ben");
        var cleo = customer("cleo");
        var adas = hold("Ada", ada, "{\"showId\":\"%s\",\"seats\":[1,2]}".formatted(show));
        conflict(ben, show);
        var bens = hold("Ben", ben, "{\"showId\":\"%s\",\"section\":\"Standing\",\"quantity\":3}".formatted(show));
        var cleos = hold("Cleo", cleo, "{\"showId\":\"%s\",\"seats\":[3,4]}".formatted(show));

        console.line("");
        console.line("Ada and Ben confirm, Cleo does not");
        confirm("Ada", ada, adas);
        confirm("Ben", ben, bens);
        lapse(cleo, cleos);
        console.line("  now: " + describe(seatsOf(show)));

        console.line("");
        console.line("The mails that arrived");
        List.of("ada", "ben", "cleo").forEach(this::showMail);
    }

    private String publish() {
        var starts = OffsetDateTime.now(ZONE).plusMonths(1).truncatedTo(ChronoUnit.HOURS);
        var answer =
                expect(201, api.post("/shows", tokens.organiser("olga"), """
                        {"name":"The Tempest","venue":"Globe Theatre","startsAt":"%s","zone":"%s",
                         "currency":"EUR","holdSeconds":%d,
                         "sections":[{"name":"Stalls","rows":10,"seatsPerRow":20,"price":"45.00"},
                                     {"name":"Standing","capacity":300,"price":"25.00"}]}
                        """.formatted(starts, ZONE, HOLD_SECONDS)));
        console.line("  The Tempest at the Globe Theatre, %s; a hold lasts %d s".formatted(starts, HOLD_SECONDS));
        return answer.text("id");
    }

    /** A new show's seats are laid out when its event has arrived; until then the answer is 503. */
    private JsonNode seatsOf(String show) {
        var path = "/shows/" + show + "/seats";
        var anybody = customer("ada");
        Waiting.until(
                Duration.ofSeconds(30),
                () -> api.get(path, anybody).status() != 503,
                () -> new CannotStart("The seats of the show are not laid out: see ./boxoffice logs booking-service"));
        return expect(200, api.get(path, anybody)).body();
    }

    private Api.Answer hold(String name, String token, String request) {
        var booking = expect(201, api.post("/bookings", token, request));
        var total = booking.body().path("total");
        console.line("  201  %-5s holds %s for %s %s, until %s"
                .formatted(
                        name,
                        seatList(booking.body()),
                        total.path("amount").asText(),
                        total.path("currency").asText(),
                        booking.text("expiresAt")));
        return booking;
    }

    private void conflict(String token, String show) {
        var answer = expect(409, api.post("/bookings", token, "{\"showId\":\"%s\",\"seats\":[2,3]}".formatted(show)));
        console.line("  409  Ben   wants seats 2 and 3: %s, taken: %s"
                .formatted(
                        answer.text("title").toLowerCase(Locale.ROOT),
                        answer.body().path("conflicts")));
    }

    private void confirm(String name, String token, Api.Answer booking) {
        var answer = expect(200, api.post("/bookings/" + booking.text("id") + "/confirm", token, ""));
        console.line("  200  %-5s %s is %s".formatted(name, booking.text("id"), answer.text("status")));
    }

    private void lapse(String token, Api.Answer booking) {
        var path = "/bookings/" + booking.text("id");
        Waiting.until(
                Duration.ofSeconds(HOLD_SECONDS + 30),
                () -> api.get(path, token).text("status").equals("FAILED"),
                () -> new CannotStart("The hold did not lapse: see ./boxoffice logs expiry-worker"));
        var answer = api.get(path, token);
        console.line("       Cleo  %s is %s (%s)"
                .formatted(booking.text("id"), answer.text("status"), answer.text("reason")));
    }

    private void showMail(String customer) {
        var address = address(customer);
        Waiting.until(
                MAIL_LIMIT,
                () -> !mailbox.mailsTo(address).isEmpty(),
                () -> new CannotStart("No mail to " + address + " arrived: see ./boxoffice logs notification-service"));
        Mail mail = mailbox.mailsTo(address).getFirst();
        console.line("  To %s: %s".formatted(mail.to(), mail.subject()));
        mail.text().lines().filter(line -> !line.isBlank()).forEach(line -> console.line("    | " + line));
    }

    private String customer(String name) {
        return tokens.with(java.util.Map.of("role", "customer", "name", name + "-" + run, "email", address(name)));
    }

    private String address(String customer) {
        return customer + "-" + run + "@customers.example";
    }

    private static Api.Answer expect(int status, Api.Answer answer) {
        if (answer.status() != status) {
            throw new CannotStart("Expected %d and got %d: %s".formatted(status, answer.status(), answer.body()));
        }
        return answer;
    }

    private static String seatList(JsonNode booking) {
        var seats = booking.path("seats");
        var first = seats.path(0);
        var labels = StreamSupport.stream(seats.spliterator(), false)
                .map(seat -> seat.isObject()
                        ? seat.path("row").asText("") + seat.path("number").asText("")
                        : seat.asText())
                .filter(label -> !label.isBlank())
                .toList();
        return labels.isEmpty() || first.isMissingNode()
                ? seats.size() + " places"
                : "seats " + String.join(", ", labels);
    }

    private static String describe(JsonNode seatMap) {
        return String.join(
                "; ",
                StreamSupport.stream(seatMap.path("sections").spliterator(), false)
                        .map(Demo::section)
                        .toList());
    }

    private static String section(JsonNode section) {
        if (section.has("available")) {
            return "%s %d of %d free"
                    .formatted(
                            section.path("name").asText(),
                            section.path("available").asInt(),
                            section.path("capacity").asInt());
        }
        var seats = section.path("seats");
        var free = StreamSupport.stream(seats.spliterator(), false)
                .filter(seat -> seat.path("status").asText().equals("AVAILABLE"))
                .count();
        return "%s %d of %d free".formatted(section.path("name").asText(), free, seats.size());
    }
}
