package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.acceptance.Gateway.Answer;
import io.boxoffice.backends.Mail;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WaitingListTest {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm", Locale.ENGLISH);
    private static final ZoneId VENUE = ZoneId.of("Asia/Kolkata");
    private static final Duration WITHIN_THE_OFFER_TIME = Duration.ofMinutes(8);
    private static final Map<String, Object> PAIR = Map.of("quantity", 2, "adjacent", true);

    private final House house = House.open();
    private final People people = new People(house);

    @Test
    void whatComesBackIsOfferedToTheNextInLineUntilSomebodyAccepts() {
        String show = people.show(2, 60);
        String anna = people.somebody();
        String bert = people.somebody();
        String carl = people.somebody();
        String booking = people.held(anna, show, List.of(1, 2));
        people.confirm(anna, booking);
        assertThat(people.join(bert, show, PAIR).status()).isEqualTo(201);
        assertThat(people.join(carl, show, PAIR).body().at("/position").asInt()).isEqualTo(2);

        people.cancel(anna, booking);
        assertThat(people.hold(people.somebody(), show, List.of(1)).problem()).isEqualTo("seats-taken");

        String first = people.awaitOffer(bert, show);
        people.awaitMail(bert, first);
        assertThat(people.booking(bert, first).at("/offer").asBoolean()).isTrue();
        people.cancel(bert, first);

        String second = people.awaitOffer(carl, show);
        people.awaitMail(carl, second);
        assertThat(people.confirm(carl, second).status()).isEqualTo(200);
        assertThat(people.standing(bert, show).text("/state")).isEqualTo("DECLINED");
        assertThat(people.standing(carl, show).text("/state")).isEqualTo("ACCEPTED");
        assertThat(people.booking(carl, second).at("/seats").size()).isEqualTo(2);
    }

    @Test
    void theMailsTellTheTimesByTheVenuesClockAndTheLinkLeadsToTheOffer() {
        Instant startsAt = People.inAMonth();
        String show = inIndia(startsAt);
        String anna = people.somebody();
        String bert = people.somebody();
        String carl = people.somebody();
        String sold = people.held(anna, show, List.of(1, 2));
        people.confirm(anna, sold);
        people.join(bert, show, PAIR);
        people.join(carl, show, PAIR);
        people.cancel(anna, sold);
        String offer = people.awaitOffer(bert, show);

        assertThat(mail(anna, "booking.cancelled." + sold).text()).contains(byTheVenuesClock(startsAt));
        Mail mail = mail(bert, "waiting-list.offered." + offer);
        String expiresAt = people.booking(bert, offer).at("/expiresAt").asText();
        assertThat(mail.text()).contains("Held until:  " + byTheVenuesClock(Instant.parse(expiresAt)));
        URI link = link(mail.text());
        assertThat(mail.html()).contains("href=\"" + link + "\"");

        assertThat(followed(link, house.gateway()).status()).isEqualTo(401);
        assertThat(followed(link, people.customer(anna)).status()).isEqualTo(404);
        Answer found = followed(link, people.customer(bert));
        assertThat(found.text("/id")).isEqualTo(offer);
        assertThat(found.text("/status")).isEqualTo("PENDING");
        assertThat(found.body().at("/offer").asBoolean()).isTrue();
        assertThat(people.confirm(bert, found.text("/id")).status()).isEqualTo(200);
        assertThat(followed(link, people.customer(bert)).text("/status")).isEqualTo("CONFIRMED");

        people.cancelShow(show);
        assertThat(mail(bert, "show.cancelled." + offer).text()).contains(byTheVenuesClock(startsAt));
        assertThat(mail(carl, "waiting-list.closed." + show).text()).contains(byTheVenuesClock(startsAt));
        assertThat(people.standing(carl, show).text("/state")).isEqualTo("CLOSED");
        assertThat(followed(link, people.customer(bert)).text("/status")).isEqualTo("CANCELLED");
    }

    @Test
    void whoHasAnOfferIsToldThatItEndsWithTheStartThatTheShowIsMovedForwardAndThatItIsCancelled() {
        Instant startsAt = Instant.now().plus(WITHIN_THE_OFFER_TIME).truncatedTo(ChronoUnit.SECONDS);
        Instant sooner = startsAt.minus(Duration.ofMinutes(2));
        String show = inIndia(startsAt);
        String anna = people.somebody();
        String bert = people.somebody();
        String sold = people.held(anna, show, List.of(1, 2));
        people.join(bert, show, PAIR);
        people.cancel(anna, sold);

        String offer = people.awaitOffer(bert, show);
        assertThat(mail(bert, "waiting-list.offered." + offer + ".v1").text())
                .contains("Held until:  " + byTheVenuesClock(startsAt));

        people.moveShow(show, sooner);
        assertThat(mail(bert, "waiting-list.offered." + offer + ".v2").text())
                .contains("Held until:  " + byTheVenuesClock(sooner));
        assertThat(people.booking(bert, offer).at("/expiresAt").asText()).isEqualTo(sooner.toString());

        people.cancelShow(show);
        assertThat(mail(bert, "show.cancelled." + offer).text()).contains(byTheVenuesClock(sooner));
        assertThat(people.standing(bert, show).text("/state")).isEqualTo("CLOSED");
    }

    private Mail mail(String customer, String messageId) {
        return await().atMost(People.PATIENCE)
                .until(
                        () -> people.mails(customer).stream()
                                .filter(mail -> mail.messageId().contains(messageId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String byTheVenuesClock(Instant instant) {
        return MINUTE.format(instant.atZone(VENUE)) + " (India Standard Time, " + VENUE.getId() + ")";
    }

    private static URI link(String text) {
        Matcher link = Pattern.compile("(?m)^https?://\\S+$").matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return URI.create(link.group());
    }

    /** A show of two seats. */
    private String inIndia(Instant startsAt) {
        return people.show(Map.of(
                "name",
                "Shakuntala",
                "startsAt",
                startsAt.toString(),
                "zone",
                VENUE.getId(),
                "sections",
                List.of(Map.of("name", "Stalls", "rows", 1, "seatsPerRow", 2, "price", "45.00"))));
    }

    /** As a mail program does: by the whole address. */
    private static Answer followed(URI link, Gateway as) {
        return new Gateway(URI.create(link.getScheme() + "://" + link.getAuthority()), as.token()).get(link.getPath());
    }
}
