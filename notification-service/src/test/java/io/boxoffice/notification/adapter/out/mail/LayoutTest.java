package io.boxoffice.notification.domain;

import static io.boxoffice.notification.Bookings.hamlet;
import static io.boxoffice.notification.Bookings.seat;
import static io.boxoffice.notification.Bookings.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.notification.Bookings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailWriterTest {

    private static final Pattern TAGS =
            Pattern.compile("<style>.*?</style>|<title>.*?</title>|<[^>]+>", Pattern.DOTALL);

    @Test
    void aTicketMailInEnglishSaysEverythingInPlainText() {
        Bookings booking = hamlet();

        Mail mail = write(MailKind.CONFIRMED, booking);

        assertThat(mail.subject()).isEqualTo("Your tickets for Hamlet");
        assertThat(mail.text()).isEqualTo("""
                Hello Alice,

                Thank you for your booking. These places are yours:

                Show:     Hamlet
                Venue:    Globe
                Starts:   Saturday, 5 December 2026, 20:00 (Central European Standard Time, Europe/Berlin)
                Booking:  %s

                Stalls, row B, seat 7:  €45.00
                Stalls, row B, seat 8:  €45.00
                Total:                  €90.00

                Please show this mail at the entrance, printed or on your phone.

                Box Office
                """.formatted(booking.id()));
    }

    @Test
    void aTicketMailInGermanSaysEverythingInPlainText() {
        Bookings booking = hamlet().withCustomer("jörg@customers.example", "Jörg", "de");

        Mail mail = write(MailKind.CONFIRMED, booking);

        assertThat(mail.subject()).isEqualTo("Ihre Tickets für Hamlet");
        assertThat(mail.language()).hasToString("de");
        assertThat(plainSpaces(mail.text())).isEqualTo("""
                Guten Tag Jörg,

                vielen Dank für Ihre Buchung. Diese Plätze gehören Ihnen:

                Veranstaltung:  Hamlet
                Ort:            Globe
                Beginn:         Samstag, 5. Dezember 2026, 20:00 Uhr (Mitteleuropäische Normalzeit, Europe/Berlin)
                Buchung:        %s

                Stalls, Reihe B, Platz 7:  45,00 €
                Stalls, Reihe B, Platz 8:  45,00 €
                Summe:                     90,00 €

                Bitte zeigen Sie diese Mail am Einlass, ausgedruckt oder auf Ihrem Telefon.

                Box Office
                """.formatted(booking.id()));
    }

    @Test
    void aLapsedHoldIsToldWithItsDeadlineInVenueTime() {
        Mail english = write(MailKind.EXPIRED, hamlet());
        Mail german = write(MailKind.EXPIRED, hamlet().withCustomer("a@b.example", "Alice", "de-AT"));

        assertThat(english.subject()).isEqualTo("Your hold for Hamlet has lapsed");
        assertThat(english.text())
                .contains("held for you until Friday, 20 November 2026, 10:02 (Central European Standard Time,"
                        + " Europe/Berlin)")
                .contains("Nothing was booked");
        assertThat(german.subject()).isEqualTo("Ihre Reservierung für Hamlet ist abgelaufen");
        assertThat(german.text()).contains("bis Freitag, 20. November 2026, 10:02 Uhr");
    }

    @Test
    void aCancelledBookingIsToldInBothLanguages() {
        assertThat(write(MailKind.CANCELLED, hamlet()).subject()).isEqualTo("Your booking for Hamlet is cancelled");
        assertThat(write(MailKind.CANCELLED, hamlet()).text()).contains("no longer valid");
        assertThat(write(MailKind.CANCELLED, hamlet().withCustomer("a@b.example", null, "de"))
                        .subject())
                .isEqualTo("Ihre Buchung für Hamlet ist storniert");
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

        assertThat(mail.text())
                .containsPattern("Balcony, row A, seat 1: +€70\\.00\n")
                .containsPattern("3 x Standing \\(€20\\.00 each\\): +€60\\.00\n")
                .containsPattern("1 x Lawn: +€5\\.50\n")
                .contains("€135.50");
    }

    @Test
    void onePlaceIsOneTicket() {
        Bookings one = hamlet().withPlaces("EUR", List.of(seat("Stalls", "B", 7, 45_00)));

        assertThat(write(MailKind.CONFIRMED, one).subject()).isEqualTo("Your ticket for Hamlet");
        assertThat(write(MailKind.CONFIRMED, one.withCustomer("a@b.example", null, "de"))
                        .subject())
                .isEqualTo("Ihr Ticket für Hamlet");
    }

    @Test
    void pricesFollowCurrencyAndLocale() {
        Bookings yen = hamlet().withPlaces("JPY", List.of(seat("S", "A", 1, 12_000)));

        assertThat(write(MailKind.CONFIRMED, yen).text()).contains("¥12,000\n").doesNotContain("12,000.00");
        assertThat(plainSpaces(write(MailKind.CONFIRMED, yen.withCustomer("a@b.example", null, "de"))
                        .text()))
                .contains("12.000 ¥\n");
        Bookings dinar = hamlet().withPlaces("KWD", List.of(seat("S", "A", 1, 12_345)));
        assertThat(write(MailKind.CONFIRMED, dinar).text()).contains("12.345\n");
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
        assertThat(write(MailKind.CONFIRMED, hamlet().withShow("Hamlet", startsAt, zone))
                        .text())
                .contains("Starts:   " + written + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "pt-BR", "", "not a language", "und"})
    void whoSpeaksAnotherLanguageIsWrittenToInEnglish(String language) {
        Mail mail = write(MailKind.CONFIRMED, hamlet().withCustomer("a@b.example", "Zoé", language));

        assertThat(mail.language()).hasToString("en");
        assertThat(mail.text()).startsWith("Hello Zoé,").contains("€90.00");
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
        assertThat(write(MailKind.CONFIRMED, hamlet().withCustomer("a@b.example", null, "en"))
                        .text())
                .startsWith("Hello,\n");
        assertThat(write(MailKind.CONFIRMED, hamlet().withCustomer("a@b.example", "  ", "de"))
                        .text())
                .startsWith("Guten Tag,\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r", "\u0000", "\u2028", "\u0085", "\r\n\r\n"})
    void noNameCanStartAHeaderLine(String lineBreak) {
        Mail mail = write(
                MailKind.CONFIRMED,
                hamlet().withShow("Hamlet" + lineBreak + "Bcc: eve@evil.example", "2026-12-05T19:00:00Z", "UTC")
                        .withCustomer("a@b.example", "Alice" + lineBreak + "Bcc: eve@evil.example", "en"));

        assertThat(mail.subject()).isEqualTo("Your tickets for Hamlet Bcc: eve@evil.example");
        assertThat(mail.name()).contains("Alice Bcc: eve@evil.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202a", "\u202e", "\u2066", "\u2069"})
    void noNameCanTurnTheTextAround(String direction) {
        Mail mail = write(
                MailKind.CONFIRMED,
                hamlet().withShow("Ham" + direction + "let", "2026-12-05T19:00:00Z", "UTC")
                        .withCustomer("a@b.example", direction + "Alice", "en"));

        assertThat(mail.subject()).isEqualTo("Your tickets for Hamlet");
        assertThat(mail.name()).contains("Alice");
    }

    @Test
    void aMailWithAnotherHeaderInItsSubjectCannotExist() {
        Mail mail = write(MailKind.CONFIRMED, hamlet());

        assertThatThrownBy(() -> new Mail(
                        mail.booking(),
                        mail.kind(),
                        mail.messageId(),
                        mail.address(),
                        Optional.empty(),
                        mail.language(),
                        "Hamlet\r\nBcc: eve@evil.example",
                        "",
                        ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyValueIsEscapedInHtml() {
        Mail mail = write(
                MailKind.CONFIRMED,
                hamlet().withShow("<script>alert(\"1\")</script> & 'more'", "2026-12-05T19:00:00Z", "UTC")
                        .withCustomer("a@b.example", "<img src=x onerror=alert(2)>", "en")
                        .withPlaces("EUR", List.of(seat("<b>Stalls</b>", "<i>B</i>", 1, 1), standing("<u>S</u>", 1))));

        assertThat(mail.html())
                .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;")
                .contains("&lt;img src=x onerror=alert(2)&gt;")
                .contains("&lt;b&gt;Stalls&lt;/b&gt;, row &lt;i&gt;B&lt;/i&gt;")
                .contains("&lt;u&gt;S&lt;/u&gt;")
                .doesNotContain("<script", "<img", "<b>", "<i>", "<u>");
    }

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void textAndHtmlSayTheSame(MailKind kind) {
        Mail mail = write(kind, hamlet());

        assertThat(words(TAGS.matcher(mail.html()).replaceAll(" ")))
                .containsAll(words(mail.text().replace(":  ", "  ")));
        assertThat(mail.html()).startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+", -1));
    }

    private static Mail write(MailKind kind, Bookings booking) {
        return MailWriter.write(kind, booking.snapshot(), "boxoffice.example");
    }

    private static String plainSpaces(String text) {
        return text.replace('\u00a0', ' ').replace('\u202f', ' ');
    }
}
