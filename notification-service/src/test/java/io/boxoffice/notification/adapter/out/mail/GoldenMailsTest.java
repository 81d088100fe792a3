package io.boxoffice.notification.adapter.out.mail;

import static io.boxoffice.notification.Bookings.hamlet;
import static io.boxoffice.notification.Bookings.seat;
import static io.boxoffice.notification.Bookings.standing;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.kernel.event.BookingSnapshot.Place;
import io.boxoffice.kernel.ticket.Ticket;
import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Mails;
import io.boxoffice.notification.domain.MailKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of mail in each language and three zones, one of them in the hour that comes twice. What the parts say is
 * taken apart and compared; the plain text is also kept in {@code golden-mails}, written anew by {@code -Dgolden.write}.
 */
class GoldenMailsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden-mails");
    private static final String ID = "0H4Q2Z5K8M1N3-0H4Q2Z6000ABC";
    private static final Pattern CODE = Pattern.compile("\\b[0-9A-V]{136}\\b");
    private static final Pattern JSON_LD =
            Pattern.compile("<script type=\"application/ld\\+json\">(.*?)</script>", Pattern.DOTALL);
    private static final int MOST_BYTES = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where a show is, and how its start is written there. */
    enum Venue {
        BERLIN(
                "Europe/Berlin",
                "EUR",
                "2026-10-25T01:30:00Z",
                "2026-10-25T02:30+01:00",
                "2026-10-24T03:30+02:00",
                "20261025T013000Z"),
        NEW_YORK(
                "America/New_York",
                "USD",
                "2026-12-06T00:30:00Z",
                "2026-12-05T19:30-05:00",
                "2026-12-04T19:30-05:00",
                "20261206T003000Z"),
        KOLKATA(
                "Asia/Kolkata",
                "INR",
                "2026-12-05T14:00:00Z",
                "2026-12-05T19:30+05:30",
                "2026-12-04T19:30+05:30",
                "20261205T140000Z");

        private static final Map<String, String> WRITTEN = Map.of(
                "BERLIN.en", "Sunday, 25 October 2026, 02:30 (Central European Standard Time, Europe/Berlin)",
                "BERLIN.de", "Sonntag, 25. Oktober 2026, 02:30 Uhr (Mitteleuropäische Normalzeit, Europe/Berlin)",
                "NEW_YORK.en", "Saturday, 5 December 2026, 19:30 (Eastern Standard Time, America/New_York)",
                "NEW_YORK.de",
                        "Samstag, 5. Dezember 2026, 19:30 Uhr (Nordamerikanische Ostküsten-Normalzeit, America/New_York)",
                "KOLKATA.en", "Saturday, 5 December 2026, 19:30 (India Standard Time, Asia/Kolkata)",
                "KOLKATA.de", "Samstag, 5. Dezember 2026, 19:30 Uhr (Indische Normalzeit, Asia/Kolkata)");

        private final String zone;
        private final String currency;
        private final String startsAt;
        private final String startDate;
        private final String formerStartDate;
        private final String dtStart;

        Venue(String zone, String currency, String startsAt, String startDate, String formerStartDate, String dtStart) {
            this.zone = zone;
            this.currency = currency;
            this.startsAt = startsAt;
            this.startDate = startDate;
            this.formerStartDate = formerStartDate;
            this.dtStart = dtStart;
        }
    }

    record Case(MailKind kind, String language, Venue venue) {

        Bookings booking() {
            return hamlet().withId(ID)
                    .withShow("Hamlet & Söhne", venue.startsAt, venue.zone)
                    .withCustomer("joerg@customers.example", "Jörg \"Joe\" Müller", language)
                    .withPlaces(
                            venue.currency,
                            List.of(
                                    seat("Stalls", "B", 7, 45_00),
                                    seat("Stalls", "B", 8, 45_00),
                                    standing("Pit", 12_50)));
        }

        String start() {
            return String.valueOf(Venue.WRITTEN.get(venue.name() + "." + language));
        }

        boolean hasTickets() {
            return kind == MailKind.CONFIRMED || kind == MailKind.RESCHEDULED;
        }

        boolean hasCalendarEntry() {
            return hasTickets() || isCancelled();
        }

        boolean isCancelled() {
            return kind == MailKind.CANCELLED || kind == MailKind.SHOW_CANCELLED;
        }

        @Override
        public String toString() {
            return kind.label() + "." + language + "." + venue.zone.replace('/', '-');
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (MailKind kind : MailKind.values()) {
            for (String language : List.of("en", "de")) {
                Stream.of(Venue.values())
                        .map(venue -> new Case(kind, language, venue))
                        .forEach(cases::add);
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thePlainTextIsTheOneThatIsKept(Case mail) throws IOException {
        ReceivedMail received = received(mail);
        String text = "Subject: " + received.subject() + "\nMessage-ID: " + received.header("Message-ID") + "\n\n"
                + received.text();
        Path golden = GOLDEN.resolve(mail + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }

        assertThat(text).isEqualTo(Files.readString(golden)).contains("Hamlet & Söhne", mail.start());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTreeOfPartsIsTheOneMailReadersKnow(Case mail) {
        String letter = mail.hasTickets()
                ? "alternative(text/plain related(text/html image/png image/png image/png))"
                : "alternative(text/plain text/html)";

        assertThat(received(mail).tree())
                .isEqualTo(mail.hasCalendarEntry() ? "mixed(" + letter + " text/calendar)" : letter);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void textAndHtmlSayTheSame(Case mail) {
        ReceivedMail received = received(mail);

        assertThat(received.wordsOfHtml()).isEqualTo(received.wordsOfText());
        assertThat(received.html()).contains("<html lang=\"" + mail.language() + "\">");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theMarkupSaysWhatTheTextSays(Case mail) throws IOException {
        ReceivedMail received = received(mail);
        Matcher markup = JSON_LD.matcher(received.html());
        if (List.of(MailKind.EXPIRED, MailKind.OFFER_LAPSED, MailKind.LIST_CLOSED)
                .contains(mail.kind())) {
            assertThat(markup.find()).isFalse();
            return;
        }
        assertThat(markup.find()).isTrue();
        JsonNode reservation = JSON.readTree(markup.group(1));

        assertThat(reservation.at("/@type").asText()).isEqualTo("EventReservation");
        assertThat(reservation.at("/reservationNumber").asText()).isEqualTo(ID);
        assertThat(reservation.at("/reservationStatus").asText())
                .endsWith(
                        switch (mail.kind()) {
                            case CANCELLED, SHOW_CANCELLED -> "/ReservationCancelled";
                            case OFFERED -> "/ReservationHold";
                            default -> "/ReservationConfirmed";
                        });
        assertThat(reservation.at("/underName/name").asText()).isEqualTo("Jörg \"Joe\" Müller");
        assertThat(reservation.at("/reservationFor/name").asText()).isEqualTo("Hamlet & Söhne");
        assertThat(reservation.at("/reservationFor/location/name").asText()).isEqualTo("Globe");
        assertThat(reservation.at("/reservationFor/location/address").asText()).isEqualTo("Globe");
        assertThat(reservation.at("/reservationFor/startDate").asText()).isEqualTo(mail.venue().startDate);
        assertThat(reservation.at("/reservationFor/eventStatus").asText())
                .endsWith(
                        switch (mail.kind()) {
                            case SHOW_CANCELLED -> "/EventCancelled";
                            case RESCHEDULED -> "/EventRescheduled";
                            default -> "/EventScheduled";
                        });
        assertThat(reservation.at("/reservationFor").findValuesAsText("previousStartDate"))
                .isEqualTo(mail.kind() == MailKind.RESCHEDULED ? List.of(mail.venue().formerStartDate) : List.of());
        assertThat(reservation.at("/totalPrice").asText()).isEqualTo("102.50");
        assertThat(reservation.at("/priceCurrency").asText()).isEqualTo(mail.venue().currency);
        assertThat(received.text()).containsPattern("(Total|Summe):.*102[.,]50");
        assertThat(reservation.at("/reservedTicket"))
                .extracting(GoldenMailsTest::seatAndPrice)
                .containsExactly(
                        "{\"@type\":\"Seat\",\"seatSection\":\"Stalls\",\"seatRow\":\"B\",\"seatNumber\":\"7\"} 45.00 "
                                + mail.venue().currency,
                        "{\"@type\":\"Seat\",\"seatSection\":\"Stalls\",\"seatRow\":\"B\",\"seatNumber\":\"8\"} 45.00 "
                                + mail.venue().currency,
                        "{\"@type\":\"Seat\",\"seatSection\":\"Pit\"} 12.50 " + mail.venue().currency);
        assertThat(reservation.findValuesAsText("ticketToken"))
                .isEqualTo(codes(received.text()).stream()
                        .map(code -> "qrCode:" + code)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theCalendarEntryChangesTheOneBefore(Case mail) {
        ReceivedMail received = received(mail);
        if (!mail.hasCalendarEntry()) {
            assertThat(received.calendar()).isEmpty();
            return;
        }
        String method = mail.isCancelled() ? "CANCEL" : "REQUEST";
        String unfolded = received.calendar().replace("\r\n ", "");

        assertThat(received.calendarType())
                .containsIgnoringCase("charset=utf-8")
                .contains("method=" + method);
        assertThat(unfolded.lines())
                .contains(
                        "METHOD:" + method,
                        "UID:" + ID + "@boxoffice.example",
                        "SEQUENCE:" + Bookings.VERSION,
                        "DTSTART:" + mail.venue().dtStart,
                        "SUMMARY:Hamlet & Söhne",
                        "LOCATION:Globe",
                        "STATUS:" + (mail.isCancelled() ? "CANCELLED" : "CONFIRMED"))
                .anyMatch(line -> line.startsWith("ORGANIZER;") && line.endsWith(":mailto:tickets@boxoffice.example"))
                .anyMatch(line -> line.startsWith("ATTENDEE;") && line.endsWith(":mailto:joerg@customers.example"));
        ICalendar calendar = Biweekly.parse(received.calendar()).first();
        assertThat(calendar.validate(biweekly.ICalVersion.V2_0)).isEmpty();
        VEvent event = calendar.getEvents().getFirst();
        assertThat(event.getDateStart().getValue().toInstant())
                .isEqualTo(OffsetDateTime.parse(mail.venue().startDate).toInstant());
        assertThat(received.text()).contains(event.getDescription().getValue());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyQrCodeShowsItsTicketsSignedCode(Case mail) throws IOException {
        ReceivedMail received = received(mail);
        List<String> codes = codes(received.text());
        List<Place> places = mail.hasTickets() ? mail.booking().snapshot().places() : List.of();

        assertThat(received.pictures()).hasSize(places.size());
        assertThat(codes).hasSize(places.size());
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            String picture = received.pictureOf(place.seat());
            // RFC 2392: the address of a part, unlike any other in the world
            assertThat(picture).matches("ticket-[0-9]+\\.[A-Za-z0-9.-]+@boxoffice\\.example");
            String decoded = QrReader.read(received.picture(picture));
            assertThat(decoded).isEqualTo(codes.get(i));
            assertThat(Mails.KEYS.verifier().verify(decoded))
                    .contains(new Ticket(mail.booking().id(), place.seat()));
            assertThat(QrReader.version(decoded)).isEqualTo(6);
            assertThat(received.html()).contains("src=\"cid:" + picture + "\"");
        }
    }

    @Test
    void tenTicketsMakeNoLargeMail() {
        List<Place> ten = Stream.iterate(1, n -> n + 1)
                .limit(10)
                .map(n -> seat("Balcony, left side, upper tier", "AA", n, 145_00))
                .toList();

        int size = ReceivedMail.of(Mails.of(MailKind.CONFIRMED, hamlet().withPlaces("EUR", ten)))
                .size();

        System.out.println("A mail with ten tickets has " + size + " bytes.");
        assertThat(size).isLessThan(MOST_BYTES);
    }

    @Test
    void browsersAndOtherDecodersAgree() throws IOException {
        MailChecks checks = new MailChecks();
        for (Case mail : cases()) {
            ReceivedMail received = received(mail);
            checks.add(mail.toString(), received.html(), received.pictures());
        }

        assertThat(checks.run()).isEmpty();
    }

    /** Otherwise their silence would mean nothing. */
    @Test
    void browsersAndOtherDecodersComplainOfWhatIsWrong() throws IOException {
        String wrong = "<!DOCTYPE html><html lang=\"en\"><head><title>Pale</title></head><body><main><h1>Pale</h1>"
                + "<p style=\"color:#999;background:#888\">pale</p><table><tr><td>x</td></tr></table></main></body></html>";
        MailChecks checks = new MailChecks();
        checks.add("wrong", wrong, Map.of());
        checks.addCode("wrong.png", QrImage.png("THIS"), "THAT");

        assertThat(checks.run())
                .anyMatch(complaint -> complaint.contains("html-validate: prefer-tbody"))
                .anyMatch(complaint -> complaint.contains("axe-core, light: color-contrast"))
                .anyMatch(complaint -> complaint.contains("axe-core, dark: color-contrast"))
                .anyMatch(complaint -> complaint.contains("jsQR reads THIS and not THAT"));
    }

    private static ReceivedMail received(Case mail) {
        return ReceivedMail.of(Mails.of(mail.kind(), mail.booking()));
    }

    private static String seatAndPrice(JsonNode ticket) {
        return ticket.path("ticketedSeat") + " " + ticket.path("price").asText() + " "
                + ticket.path("priceCurrency").asText();
    }

    private static List<String> codes(String text) {
        return CODE.matcher(text).results().map(MatchResult::group).toList();
    }
}
