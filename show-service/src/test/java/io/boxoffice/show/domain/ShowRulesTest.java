package io.boxoffice.show.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.domain.Section.GeneralAdmission;
import io.boxoffice.show.domain.Section.Rows;
import io.boxoffice.show.domain.ShowPlan.ParticularsPlan;
import io.boxoffice.show.domain.ShowPlan.SectionPlan;
import io.boxoffice.show.domain.ShowRules.Accepted;
import io.boxoffice.show.domain.ShowRules.Refused;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However absurd a plan is, checking it takes no time worth mentioning; the limit only ends what would never end. */
@Timeout(60)
class ShowRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String START = "2026-06-01T20:00:00+02:00";

    @Test
    void the_short_form_makes_rows_of_twenty_and_a_shorter_last_one() {
        Show show = accepted(shortForm(45));

        assertThat(show.version()).isEqualTo(1);
        assertThat(show.organiserId()).isEqualTo("olga");
        assertThat(show.totalSeats()).isEqualTo(45);
        assertThat(show.sections()).singleElement().satisfies(section -> {
            assertThat(section.number()).isEqualTo(1);
            assertThat(section.name()).isEqualTo("Seats");
            assertThat(section.layout()).isEqualTo(new Rows(45, 20, List.of()));
            assertThat(section.price()).hasToString("0.00 EUR");
        });
        assertThat(new Rows(45, 20, List.of()).count()).isEqualTo(3);
    }

    @Test
    void fewer_seats_than_a_row_make_one_row() {
        assertThat(accepted(shortForm(7)).sections().getFirst().layout()).isEqualTo(new Rows(7, 7, List.of()));
    }

    @Test
    void the_full_form_keeps_sections_in_order_and_counts_them() {
        Show show = accepted(new Draft()
                .sections(
                        numbered("Stalls", 10, 12, "45.00"), numbered("Balcony", 4, 9, "30"), general("Standing", 500))
                .plan());

        assertThat(show.sections()).extracting(Section::number).containsExactly(1, 2, 3);
        assertThat(show.sections()).extracting(Section::name).containsExactly("Stalls", "Balcony", "Standing");
        assertThat(show.sections())
                .extracting(Section::layout)
                .containsExactly(new Rows(120, 12, List.of()), new Rows(36, 9, List.of()), new GeneralAdmission(500));
        assertThat(show.sections())
                .extracting(section -> section.price().minor())
                .containsExactly(4500L, 3000L, 0L);
        assertThat(show.totalSeats()).isEqualTo(656);
    }

    @Test
    void what_is_not_said_has_a_default() {
        Show show = accepted(shortForm(1));

        assertThat(show.particulars().venue()).isEmpty();
        assertThat(show.currency().getCurrencyCode()).isEqualTo("EUR");
        assertThat(show.particulars().holdSeconds()).isEqualTo(120);
        assertThat(show.particulars().maxHoldSeconds()).isEqualTo(240);
        assertThat(show.particulars().cancelCutOffSeconds()).isZero();
        assertThat(show.particulars().zone()).isEqualTo(ZoneId.of("+02:00"));
        assertThat(accepted(new Draft()
                                .startsAt("2026-06-01T20:00:00Z")
                                .totalSeats(1)
                                .plan())
                        .particulars()
                        .zone())
                .isEqualTo(ZoneId.of("UTC"));
    }

    @Test
    void the_start_is_told_on_the_clocks_of_the_zone() {
        Show show = accepted(new Draft().zone("America/New_York").totalSeats(1).plan());

        assertThat(show.particulars().localStart()).hasToString("2026-06-01T14:00-04:00");
    }

    @Test
    void a_show_starts_after_now_and_within_ten_years() {
        assertThat(refused(new Draft().startsAt("2026-03-01T12:00:00Z").totalSeats(1)))
                .containsExactly(new Violation("startsAt", "must be in the future"));
        accepted(new Draft().startsAt("2026-03-01T12:00:01Z").totalSeats(1).plan());
        accepted(new Draft().startsAt("2036-03-01T12:00:00Z").totalSeats(1).plan());
        assertThat(refused(new Draft().startsAt("2036-03-01T12:00:01Z").totalSeats(1)))
                .containsExactly(new Violation("startsAt", "must be at most 10 years ahead"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2026-06-01", "2026-06-01T20:00:00", "2026-02-30T20:00:00Z", "1780000000"})
    void a_start_needs_a_date_a_time_and_an_offset(String startsAt) {
        assertThat(fieldsRefused(new Draft().startsAt(startsAt).totalSeats(1))).containsExactly("startsAt");
    }

    @Test
    void the_start_is_as_fine_as_the_database_keeps_it() {
        Show show = accepted(new Draft()
                .startsAt("2026-06-01T20:00:00.123456789Z")
                .totalSeats(1)
                .plan());

        assertThat(show.particulars().startsAt()).isEqualTo("2026-06-01T20:00:00.123456Z");
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "100000, true", "100001, false", "-1, false"})
    void a_show_has_up_to_a_hundred_thousand_places(int seats, boolean fine) {
        assertThat(isFine(shortForm(seats))).isEqualTo(fine);
        assertThat(isFine(new Draft().sections(general("Standing", seats)).plan()))
                .isEqualTo(fine);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 100, true",
        "1001, 100, false",
        "100000, 100000, false",
        "0, 10, false",
        "10, 0, false",
        "-5, -5, false"
    })
    void rows_times_seats_are_bounded_too(int rows, int seatsPerRow, boolean fine) {
        assertThat(isFine(new Draft()
                        .sections(numbered("Stalls", rows, seatsPerRow, "1"))
                        .plan()))
                .isEqualTo(fine);
    }

    @Test
    void the_sections_together_are_bounded() {
        assertThat(isFine(new Draft()
                        .sections(general("A", 99_999), general("B", 1))
                        .plan()))
                .isTrue();
        assertThat(fieldsRefused(new Draft().sections(general("A", 99_999), general("B", 2))))
                .containsExactly("sections");
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "100, true", "101, false"})
    void a_show_has_up_to_a_hundred_sections(int sections, boolean fine) {
        SectionPlan[] plans = IntStream.range(0, sections)
                .mapToObj(i -> general("Section " + i, 1))
                .toArray(SectionPlan[]::new);
        assertThat(isFine(new Draft().sections(plans).plan())).isEqualTo(fine);
    }

    @Test
    void exactly_one_form_is_wanted() {
        assertThat(fieldsRefused(new Draft())).containsExactly("totalSeats");
        assertThat(fieldsRefused(new Draft().totalSeats(5).sections(general("A", 5))))
                .containsExactly("totalSeats");
        assertThat(fieldsRefused(new Draft().price("5").sections(general("A", 5))))
                .containsExactly("price");
    }

    @Test
    void a_section_is_either_numbered_or_general_admission() {
        assertThat(fieldsRefused(new Draft().sections(section("A", number(1), number(1), number(1)))))
                .containsExactly("sections[0].capacity");
        assertThat(fieldsRefused(new Draft().sections(section("A", none(), none(), none()))))
                .containsExactly("sections[0].capacity");
        assertThat(fieldsRefused(new Draft().sections(section("A", number(3), none(), none()))))
                .containsExactly("sections[0].seatsPerRow");
        assertThat(fieldsRefused(new Draft().sections(section("A", none(), number(3), none()))))
                .containsExactly("sections[0].rows");
    }

    @Test
    void section_names_are_given_and_unique() {
        assertThat(fieldsRefused(new Draft().sections(general("A", 1), general("B", 1), general(" A ", 1))))
                .containsExactly("sections[2].name");
        assertThat(fieldsRefused(new Draft().sections(general("", 1), general(" ", 1))))
                .containsExactly("sections[0].name", "sections[1].name");
    }

    @ParameterizedTest
    @CsvSource({
        "EUR, 0, true",
        "EUR, 0.01, true",
        "EUR, 45.00, true",
        "EUR, 45.000, true",
        "EUR, 0.001, false",
        "EUR, -0.01, false",
        "EUR, 1000000, true",
        "EUR, 1000000.01, false",
        "JPY, 4500, true",
        "JPY, 4500.5, false",
        "KWD, 4.555, true",
        "EUR, 1e6, true",
        "EUR, 1e999999999, false",
        "EUR, 1e-999999999, false",
        "EUR, 0e999999999, true"
    })
    void a_price_suits_its_currency(String currency, String price, boolean fine) {
        assertThat(isFine(new Draft()
                        .currency(currency)
                        .price(price)
                        .totalSeats(1)
                        .plan()))
                .isEqualTo(fine);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "3600, true", "3601, false"})
    void a_hold_lasts_up_to_an_hour(int seconds, boolean fine) {
        assertThat(isFine(new Draft().holdSeconds(seconds).totalSeats(1).plan()))
                .isEqualTo(fine);
    }

    @ParameterizedTest
    @CsvSource({
        "120, 119, false",
        "120, 120, true",
        "120, 7200, true",
        "120, 7201, false",
        "3600, 3599, false",
        "3600, -1, false"
    })
    void a_hold_and_its_extension_last_up_to_two_hours(int holdSeconds, int maxHoldSeconds, boolean fine) {
        Draft draft = new Draft()
                .holdSeconds(holdSeconds)
                .maxHoldSeconds(maxHoldSeconds)
                .totalSeats(1);
        assertThat(isFine(draft.plan())).isEqualTo(fine);
        if (!fine) {
            assertThat(fieldsRefused(draft)).containsExactly("maxHoldSeconds");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, true", "31536000, true", "31536001, false"})
    void cancelling_may_end_up_to_a_year_before_the_start(int seconds, boolean fine) {
        assertThat(isFine(new Draft().cancelCutOffSeconds(seconds).totalSeats(1).plan()))
                .isEqualTo(fine);
    }

    @Test
    void accessible_seats_are_counted_through_their_section_whatever_the_order_they_are_named_in() {
        Show show = accepted(new Draft()
                .sections(general("Standing", 5), accessible(30, 20, "AD20", "A20", "B1", "A1"))
                .plan());

        assertThat(show.sections().getLast().layout()).isEqualTo(new Rows(600, 20, List.of(1, 20, 21, 600)));
    }

    @Test
    void accessible_seats_are_seats_of_their_section_named_once() {
        assertThat(refused(new Draft().sections(accessible(2, 20, "A1", "", "A21", "C1", "a1", "B20", "A1", "ZZZZ1"))))
                .extracting(Violation::field)
                .containsExactly(
                        "sections[0].accessibleSeats[1]",
                        "sections[0].accessibleSeats[2]",
                        "sections[0].accessibleSeats[3]",
                        "sections[0].accessibleSeats[4]",
                        "sections[0].accessibleSeats[6]",
                        "sections[0].accessibleSeats[7]");
        assertThat(refused(new Draft().sections(accessible(2, 20, "C1"))))
                .containsExactly(new Violation(
                        "sections[0].accessibleSeats[0]", "must be a seat of this section, from A1 to B20"));
        assertThat(fieldsRefused(new Draft()
                        .sections(new SectionPlan(
                                "A", none(), none(), Optional.of(List.of("A1")), number(5), Optional.empty()))))
                .containsExactly("sections[0].accessibleSeats");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1000, true", "1001, false"})
    void a_section_has_up_to_a_thousand_accessible_seats(int seats, boolean fine) {
        String[] labels =
                IntStream.rangeClosed(1, seats).mapToObj(seat -> "A" + seat).toArray(String[]::new);
        assertThat(isFine(new Draft().sections(accessible(1, 2_000, labels)).plan()))
                .isEqualTo(fine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eur", "EURO", "", "XAU", "ABC"})
    void a_currency_is_one_that_people_pay_with(String currency) {
        assertThat(fieldsRefused(new Draft().currency(currency).totalSeats(1))).containsExactly("currency");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Berlin", "+02:00", "europe/berlin"})
    void a_zone_is_an_iana_zone(String zone) {
        assertThat(fieldsRefused(new Draft().zone(zone).totalSeats(1))).containsExactly("zone");
    }

    @Test
    void names_are_as_long_as_the_limit_counted_in_what_people_see() {
        accepted(new Draft().name("x".repeat(200)).totalSeats(1).plan());
        accepted(new Draft().name("🎭".repeat(200)).totalSeats(1).plan());
        assertThat(fieldsRefused(new Draft().name("x".repeat(201)).totalSeats(1)))
                .containsExactly("name");
        assertThat(fieldsRefused(new Draft().venue("x".repeat(201)).totalSeats(1)))
                .containsExactly("venue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: everybody", "a\u0000b", "a\tb", "a\u2028b", "a\u0085b", "a\ud800b"})
    void names_cannot_break_a_line(String name) {
        assertThat(fieldsRefused(new Draft().name(name).totalSeats(1))).containsExactly("name");
        assertThat(fieldsRefused(new Draft().venue(name).totalSeats(1))).containsExactly("venue");
        assertThat(fieldsRefused(new Draft().sections(general(name, 1)))).containsExactly("sections[0].name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200b",
                "Ham\u200blet",
                "\u202aa",
                "\u202ea",
                "a\u2066",
                "a\u2069b",
                "\u00ad",
                "\ufeffa",
                "a\udb40\udc41",
                "\u200d",
                "\u200da",
                "a\u200d",
                "a\u200d\u200db",
                "a \u200db",
                "a\u200d b"
            })
    void names_cannot_hide_or_reorder_characters(String name) {
        assertThat(fieldsRefused(new Draft().name(name).totalSeats(1))).containsExactly("name");
        assertThat(fieldsRefused(new Draft().venue(name).totalSeats(1))).containsExactly("venue");
        assertThat(fieldsRefused(new Draft().sections(general(name, 1)))).containsExactly("sections[0].name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u200db",
                "\ud83d\udc69\u200d\ud83d\ude80 in space",
                "\ud83c\udff3\ufe0f\u200d\ud83c\udf08",
                "\u05d4\u05de\u05dc\u05d8",
                "a\u202fb",
                "e\u0301",
                "a\u00a0b"
            })
    void names_may_join_characters_and_run_from_right_to_left(String name) {
        assertThat(accepted(new Draft().name(name).totalSeats(1).plan())
                        .particulars()
                        .name())
                .isEqualTo(name);
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        assertThat(fieldsRefused(new Draft()
                        .name(" ")
                        .venue("x".repeat(201))
                        .startsAt("soon")
                        .zone("Mars")
                        .currency("ZZZ")
                        .holdSeconds(0)
                        .sections(numbered("A", 0, -1, "-1"), general("A", 0))))
                .containsExactly(
                        "name",
                        "venue",
                        "startsAt",
                        "zone",
                        "holdSeconds",
                        "currency",
                        "sections[0].rows",
                        "sections[0].seatsPerRow",
                        "sections[0].price",
                        "sections[1].name",
                        "sections[1].capacity");
    }

    @Test
    void a_show_without_places_is_a_bug() {
        Show show = accepted(shortForm(1));
        assertThatThrownBy(() -> new Show(
                        show.id(), 1, show.particulars(), show.currency(), "olga", List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ShowPlan shortForm(int seats) {
        return new Draft().totalSeats(seats).plan();
    }

    private static boolean isFine(ShowPlan plan) {
        return check(plan) instanceof Accepted;
    }

    private static Show accepted(ShowPlan plan) {
        assertThat(check(plan)).isInstanceOf(Accepted.class);
        return ((Accepted) check(plan)).show();
    }

    private static List<Violation> refused(Draft draft) {
        assertThat(check(draft.plan())).isInstanceOf(Refused.class);
        return ((Refused) check(draft.plan())).violations();
    }

    private static List<String> fieldsRefused(Draft draft) {
        return refused(draft).stream().map(Violation::field).toList();
    }

    private static ShowRules.Verdict check(ShowPlan plan) {
        return ShowRules.check(plan, new ShowId(1), "olga", NOW);
    }

    private static SectionPlan numbered(String name, int rows, int seatsPerRow, String price) {
        return new SectionPlan(
                name, number(rows), number(seatsPerRow), Optional.empty(), none(), Optional.of(new BigDecimal(price)));
    }

    private static SectionPlan accessible(int rows, int seatsPerRow, String... labels) {
        return new SectionPlan(
                "Stalls", number(rows), number(seatsPerRow), Optional.of(List.of(labels)), none(), Optional.empty());
    }

    private static SectionPlan general(String name, int capacity) {
        return section(name, none(), none(), number(capacity));
    }

    private static SectionPlan section(String name, OptionalInt rows, OptionalInt seatsPerRow, OptionalInt capacity) {
        return new SectionPlan(name, rows, seatsPerRow, Optional.empty(), capacity, Optional.empty());
    }

    private static OptionalInt number(int value) {
        return OptionalInt.of(value);
    }

    private static OptionalInt none() {
        return OptionalInt.empty();
    }

    /** A plan in the making; a start and a name are given. */
    private static final class Draft {

        private String name = "Hamlet";
        private String venue = "";
        private String startsAt = START;
        private Optional<String> zone = Optional.empty();
        private Optional<String> currency = Optional.empty();
        private OptionalInt holdSeconds = none();
        private OptionalInt maxHoldSeconds = none();
        private OptionalInt cancelCutOffSeconds = none();
        private OptionalInt totalSeats = none();
        private Optional<BigDecimal> price = Optional.empty();
        private Optional<List<SectionPlan>> sections = Optional.empty();

        Draft name(String value) {
            name = value;
            return this;
        }

        Draft venue(String value) {
            venue = value;
            return this;
        }

        Draft startsAt(String value) {
            startsAt = value;
            return this;
        }

        Draft zone(String value) {
            zone = Optional.of(value);
            return this;
        }

        Draft currency(String value) {
            currency = Optional.of(value);
            return this;
        }

        Draft holdSeconds(int value) {
            holdSeconds = number(value);
            return this;
        }

        Draft maxHoldSeconds(int value) {
            maxHoldSeconds = number(value);
            return this;
        }

        Draft cancelCutOffSeconds(int value) {
            cancelCutOffSeconds = number(value);
            return this;
        }

        Draft totalSeats(int value) {
            totalSeats = number(value);
            return this;
        }

        Draft price(String value) {
            price = Optional.of(new BigDecimal(value));
            return this;
        }

        Draft sections(SectionPlan... values) {
            sections = Optional.of(List.of(values));
            return this;
        }

        ShowPlan plan() {
            return new ShowPlan(
                    new ParticularsPlan(name, venue, startsAt, zone, holdSeconds, maxHoldSeconds, cancelCutOffSeconds),
                    currency,
                    totalSeats,
                    price,
                    sections);
        }
    }
}
