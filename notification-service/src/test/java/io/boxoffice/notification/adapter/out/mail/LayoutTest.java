package io.boxoffice.notification.adapter.out.mail;

import static io.boxoffice.notification.Bookings.hamlet;
import static io.boxoffice.notification.Bookings.seat;
import static io.boxoffice.notification.Bookings.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.event.BookingFailed.Reason;
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.BookingSnapshot.Show;
import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Mails;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

    @Test
    void aLapsedHoldIsToldWithItsDeadlineInVenueTime() {
        Mail english = write(MailKind.EXPIRED, hamlet());
        Mail german = write(MailKind.EXPIRED, hamlet().withCustomer("a@b.example", "Alice", "de-AT"));

        assertThat(english.letter().subject()).isEqualTo("Your hold for Hamlet has lapsed");
        assertThat(text(english))
                .contains("held until Friday, 20 November 2026, 10:02 (Central European Standard Time,"
                        + " Europe/Berlin)")
                .contains("Nothing was booked");
        assertThat(german.letter().subject()).isEqualTo("Ihre Reservierung für Hamlet ist abgelaufen");
        assertThat(text(german)).contains("bis Freitag, 20. November 2026, 10:02 Uhr");
    }

    @Test
    void aCancelledBookingIsToldInBothLanguages() {
        assertThat(subject(write(MailKind.CANCELLED, hamlet()))).isEqualTo("Your booking for Hamlet is cancelled");
        assertThat(text(write(MailKind.CANCELLED, hamlet()))).contains("no longer valid");
        assertThat(subject(write(MailKind.CANCELLED, hamlet().withCustomer("a@b.example", null, "de"))))
                .isEqualTo("Ihre Buchung für Hamlet ist storniert");
    }

    @Test
    void whoOnlyHeldPlacesOfAShowThatIsCancelledIsToldOfNoTicketsAndGetsNoCancellation() {
        Mail english = wasHeld(hamlet());
        Mail german = wasHeld(hamlet().withCustomer("a@b.example", null, "de"));

        assertThat(english.kind()).isEqualTo(MailKind.SHOW_CANCELLED);
        assertThat(subject(english)).isEqualTo("Hamlet is cancelled");
        assertThat(text(english))
                .contains("no longer held", "You owe nothing")
                .doesNotContain("Tickets", "booking was");
        assertThat(text(german))
                .contains("keine Plätze mehr", "Sie schulden nichts")
                .doesNotContain("Tickets");
        assertThat(ReceivedMail.of(english).calendar()).isEmpty();
        assertThat(HtmlLayout.of(english)).doesNotContain("ld+json");
    }

    private static Mail wasHeld(Bookings booking) {
        return Mails.writer().write(new BookingFailed(booking.snapshot(), Reason.SHOW_CANCELLED, Mails.NOON, false));
    }

    @Test
    void nobodyIsToldThatTheyLetGoWhatTheyHeld() {
        assertThat(MailKind.of(new BookingFailed(hamlet().snapshot(), Reason.RELEASED, Mails.NOON, false)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-12-04T19:00:00Z | Globe | New time for Hamlet           | Hamlet: neuer Termin
                    2026-12-05T19:00:00Z | Rose  | New place for Hamlet          | Hamlet: neuer Ort
                    2026-12-04T19:00:00Z | Rose  | New time and place for Hamlet | Hamlet: neuer Termin und neuer Ort
                    """)
    void aMovedShowIsToldByWhatChanged(String startedAt, String venue, String english, String german) {
        Bookings booking = hamlet();
        Show before = new Show(
                "Hamlet", venue, Instant.parse(startedAt), booking.show().zone());

        Mail mail = Mails.writer().write(new BookingRescheduled(booking.snapshot(), before, Mails.NOON));
        Mail inGerman = Mails.writer()
                .write(new BookingRescheduled(
                        booking.withCustomer("a@b.example", null, "de").snapshot(), before, Mails.NOON));

        assertThat(subject(mail)).isEqualTo(english);
        assertThat(subject(inGerman)).isEqualTo(german);
        assertThat(text(mail).contains("Venue before:  Rose")).isEqualTo(venue.equals("Rose"));
        assertThat(text(mail).contains("Start before:")).isEqualTo(english.contains("time"));
        assertThat(HtmlLayout.of(mail).contains("https://schema.org/EventRescheduled"))
                .isEqualTo(english.contains("time"));
        assertThat(HtmlLayout.of(mail).contains("\"previousStartDate\":\"2026-12-04T20:00+01:00\""))
                .isEqualTo(english.contains("time"));
    }

    @Test
    void anOfferLeadsToItsBookingAndSaysUntilWhen() {
        Bookings booking = hamlet();

        assertThat(text(write(MailKind.OFFERED, booking)))
                .contains("https://tickets.boxoffice.example/bookings/" + booking.id())
                .contains("Held until:  Friday, 20 November 2026, 10:02 (Central European Standard Time,");
    }

    @Test
    void placesOfGeneralAdmissionAreCountedBySectionAndPrice() {
        Mail mail = write(
                MailKind.CONFIRMED,
                hamlet().withPlaces(
                                "EUR",
                                List.of(
                                        standing("Standing", 20_00),
                                        seat("Balcony", "A", 1, 70_00),
                                        standing("Standing", 20_00),
                                        standing("Standing", 20_00),
                                        standing("Lawn", 5_50))));

        assertThat(text(mail))
                .containsPattern("Balcony, row A, seat 1: +€70\\.00\n")
                .containsPattern("3 x Standing \\(€20\\.00 each\\): +€60\\.00\n")
                .containsPattern("1 x Lawn: +€5\\.50\n")
                .contains("€135.50");
    }

    @Test
    void onePlaceIsOneTicket() {
        Bookings one = hamlet().withPlaces("EUR", List.of(seat("Stalls", "B", 7, 45_00)));

        assertThat(subject(write(MailKind.CONFIRMED, one))).isEqualTo("Your ticket for Hamlet");
        assertThat(subject(write(MailKind.CONFIRMED, one.withCustomer("a@b.example", null, "de"))))
                .isEqualTo("Ihr Ticket für Hamlet");
    }

    @Test
    void pricesFollowCurrencyAndLocale() {
        Bookings yen = hamlet().withPlaces("JPY", List.of(seat("S", "A", 1, 12_000)));

        assertThat(text(write(MailKind.CONFIRMED, yen))).contains("¥12,000\n").doesNotContain("12,000.00");
        assertThat(plainSpaces(text(write(MailKind.CONFIRMED, yen.withCustomer("a@b.example", null, "de")))))
                .contains("12.000 ¥\n");
        Bookings dinar = hamlet().withPlaces("KWD", List.of(seat("S", "A", 1, 12_345)));
        assertThat(text(write(MailKind.CONFIRMED, dinar))).contains("12.345\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-10-24T18:00:00Z | Europe/Berlin | Saturday, 24 October 2026, 20:00 (Central European Summer Time, Europe/Berlin)
                    2026-10-25T00:30:00Z | Europe/Berlin | Sunday, 25 October 2026, 02:30 (Central European Summer Time, Europe/Berlin)
                    2026-10-25T01:30:00Z | Europe/Berlin | Sunday, 25 October 2026, 02:30 (Central European Standard Time, Europe/Berlin)
                    2027-03-14T07:30:00Z | America/New_York | Sunday, 14 March 2027, 03:30 (Eastern Daylight Time, America/New_York)
                    2026-12-05T10:00:00Z | Asia/Tokyo | Saturday, 5 December 2026, 19:00 (Japan Standard Time, Asia/Tokyo)
                    2026-12-05T10:00:00Z | Asia/Kolkata | Saturday, 5 December 2026, 15:30 (India Standard Time, Asia/Kolkata)
                    2026-12-05T10:00:00Z | +02:00 | Saturday, 5 December 2026, 12:00 (+02:00)
                    """)
    void timesAreLocalToTheVenueAlsoWhenTheClockIsChanged(String startsAt, String zone, String written) {
        assertThat(text(write(MailKind.CONFIRMED, hamlet().withShow("Hamlet", startsAt, zone))))
                .contains("Starts:   " + written + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "pt-BR", "", "not a language", "und"})
    void whoSpeaksAnotherLanguageIsWrittenToInEnglish(String language) {
        Mail mail = write(MailKind.CONFIRMED, hamlet().withCustomer("a@b.example", "Zoé", language));

        assertThat(mail.letter().locale()).hasToString("en");
        assertThat(text(mail)).startsWith("Hello Zoé,").contains("€90.00");
    }

    @Test
    void theMessageIdIsTheSameForTheSameBookingKindAndVersionOnly() {
        Bookings booking = hamlet();

        assertThat(write(MailKind.CONFIRMED, booking).messageId())
                .isEqualTo("<booking.confirmed." + booking.id() + ".v3@boxoffice.example>")
                .isEqualTo(write(MailKind.CONFIRMED, booking).messageId())
                .isNotEqualTo(write(MailKind.CANCELLED, booking).messageId())
                .isNotEqualTo(write(MailKind.CONFIRMED, hamlet()).messageId());
    }

    @Test
    void aNamelessCustomerIsGreetedAllTheSame() {
        assertThat(text(write(MailKind.CONFIRMED, hamlet().withCustomer("a@b.example", null, "en"))))
                .startsWith("Hello,\n");
        assertThat(text(write(MailKind.CONFIRMED, hamlet().withCustomer("a@b.example", "  ", "de"))))
                .startsWith("Guten Tag,\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r", "\u0000", "\u2028", "\u0085", "\u001b", "\ud83d", "\r\n\r\n"})
    void noNameCanStartAHeaderLine(String lineBreak) {
        Mail mail = write(
                MailKind.CONFIRMED,
                hamlet().withShow("Hamlet" + lineBreak + "Bcc: eve@evil.example", "2026-12-05T19:00:00Z", "UTC")
                        .withCustomer("a@b.example", "Alice" + lineBreak + "Bcc: eve@evil.example", "en"));

        assertThat(mail.letter().subject()).isEqualTo("Your tickets for Hamlet Bcc: eve@evil.example");
        assertThat(mail.name()).contains("Alice Bcc: eve@evil.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202a", "\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\ufeff"})
    void noNameCanTurnTheTextAround(String direction) {
        Mail mail = write(
                MailKind.CONFIRMED,
                hamlet().withShow("Ham" + direction + "let", "2026-12-05T19:00:00Z", "UTC")
                        .withCustomer("a@b.example", direction + "Alice", "en"));

        assertThat(mail.letter().subject()).isEqualTo("Your tickets for Hamlet");
        assertThat(mail.name()).contains("Alice");
    }

    @Test
    void aMailWithAnotherHeaderInItsNameCannotExist() {
        Mail mail = write(MailKind.CONFIRMED, hamlet());

        assertThatThrownBy(() -> new Mail(
                        mail.event(),
                        mail.kind(),
                        mail.messageId(),
                        mail.address(),
                        Optional.of("Alice\r\nBcc: eve@evil.example"),
                        mail.letter()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyValueIsEscapedInHtml() {
        Mail mail = write(
                MailKind.CONFIRMED,
                hamlet().withShow("<script>alert(\"1\")</script> & 'more'", "2026-12-05T19:00:00Z", "UTC")
                        .withCustomer("a@b.example", "<img src=x onerror=alert(2)>", "en")
                        .withPlaces("EUR", List.of(seat("<b>Stalls</b>", "<i>B</i>", 1, 1), standing("<u>S</u>", 1))));

        assertThat(HtmlLayout.of(mail))
                .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;")
                .contains("&lt;img src=x onerror=alert(2)&gt;")
                .contains("&lt;b&gt;Stalls&lt;/b&gt;, row &lt;i&gt;B&lt;/i&gt;")
                .contains("&lt;u&gt;S&lt;/u&gt;")
                .containsOnlyOnce("</script>")
                .doesNotContain("<script>", "<img src=x", "<b>", "<i>", "<u>");
    }

    private static String subject(Mail mail) {
        return mail.letter().subject();
    }

    private static String text(Mail mail) {
        return PlainTextLayout.of(mail.letter());
    }

    private static Mail write(MailKind kind, Bookings booking) {
        return Mails.of(kind, booking);
    }

    private static String plainSpaces(String text) {
        return text.replace('\u00a0', ' ').replace('\u202f', ' ');
    }
}
