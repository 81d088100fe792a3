package io.boxoffice.show.domain;

import static java.time.temporal.ChronoUnit.MICROS;

import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.money.Money;
import io.boxoffice.show.domain.Section.GeneralAdmission;
import io.boxoffice.show.domain.Section.Layout;
import io.boxoffice.show.domain.Section.Rows;
import io.boxoffice.show.domain.ShowPlan.SectionPlan;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** What a show may be. A plan becomes a show, or a list of everything that is wrong with it. */
public final class ShowRules {

    /** Characters in the name of a show or a section. */
    public static final int MAX_NAME_LENGTH = 200;

    /** Characters in the name of a venue. */
    public static final int MAX_VENUE_LENGTH = 200;

    public static final int MAX_SECTIONS = 100;

    /** Places of all sections together. */
    public static final int MAX_PLACES = 100_000;

    /** Seats in a row when the organiser gives no rows. */
    public static final int DEFAULT_SEATS_PER_ROW = 20;

    /** Major units. */
    public static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);

    public static final int DEFAULT_HOLD_SECONDS = 120;
    public static final int MAX_HOLD_SECONDS = 3_600;
    public static final int MAX_YEARS_AHEAD = 10;

    private static final Currency DEFAULT_CURRENCY = Currency.getInstance("EUR");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final String ONLY_SECTION = "Seats";

    /**
     * Names end up in the headers of mails, where a line break would begin another header, and on pages, where characters
     * nobody sees hide or reorder the others. The zero-width joiner may do what it is for: make two characters one.
     */
    private static final Pattern MISLEADING = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Cf}&&[^\\u200D]]"
            + "|(?<![^\\s\\p{Z}\\u200D])\\u200D|\\u200D(?![^\\s\\p{Z}\\u200D])");

    /** What became of a plan. */
    public sealed interface Verdict {}

    /** The plan keeps all rules. */
    public record Accepted(Show show) implements Verdict {}

    /** The plan breaks these rules. */
    public record Refused(List<Violation> violations) implements Verdict {}

    /** Checks a plan at that moment; nothing is checked against the system's clock. */
    public static Verdict check(ShowPlan plan, ShowId id, String organiserId, Instant now) {
        return new ShowRules(plan, now).verdict(id, organiserId);
    }

    private final ShowPlan plan;
    private final Instant now;
    private final List<Violation> violations = new ArrayList<>();

    private ShowRules(ShowPlan plan, Instant now) {
        this.plan = plan;
        this.now = now;
    }

    private Verdict verdict(ShowId id, String organiserId) {
        String name = required("name", text("name", plan.name(), MAX_NAME_LENGTH));
        String venue = text("venue", plan.venue(), MAX_VENUE_LENGTH);
        Optional<OffsetDateTime> startsAt = startsAt();
        Optional<ZoneId> zone = zone(startsAt);
        Optional<Currency> currency = currency();
        int holdSeconds = holdSeconds();
        List<Section> sections = sections(currency);
        if (!violations.isEmpty()) {
            return new Refused(List.copyOf(violations));
        }
        return new Accepted(new Show(
                id,
                Show.FIRST_VERSION,
                name,
                venue,
                // the database keeps microseconds, and what the event says must be what the database keeps
                startsAt.orElseThrow().toInstant().truncatedTo(MICROS),
                zone.orElseThrow(),
                currency.orElseThrow(),
                holdSeconds,
                organiserId,
                sections));
    }

    private String text(String field, String written, int maxLength) {
        String text = written.strip();
        if (text.codePointCount(0, text.length()) > maxLength) {
            refuse(field, "must have at most " + maxLength + " characters");
        }
        if (MISLEADING.matcher(text).find()) {
            refuse(field, "must not contain control or format characters");
        }
        return text;
    }

    private String required(String field, String text) {
        if (text.isEmpty()) {
            refuse(field, "is required");
        }
        return text;
    }

    private Optional<OffsetDateTime> startsAt() {
        try {
            OffsetDateTime startsAt = OffsetDateTime.parse(plan.startsAt());
            if (!startsAt.toInstant().isAfter(now)) {
                refuse("startsAt", "must be in the future");
            }
            if (startsAt.toInstant()
                    .isAfter(now.atOffset(ZoneOffset.UTC)
                            .plusYears(MAX_YEARS_AHEAD)
                            .toInstant())) {
                refuse("startsAt", "must be at most " + MAX_YEARS_AHEAD + " years ahead");
            }
            return Optional.of(startsAt);
        } catch (DateTimeException e) {
            refuse("startsAt", "must be a date and time with offset, such as 2030-06-01T20:00:00+02:00");
            return Optional.empty();
        }
    }

    private Optional<ZoneId> zone(Optional<OffsetDateTime> startsAt) {
        if (plan.zone().isEmpty()) {
            return startsAt.map(OffsetDateTime::getOffset).map(offset -> offset.equals(ZoneOffset.UTC) ? UTC : offset);
        }
        Optional<ZoneId> zone = plan.zone().filter(ZONES::contains).map(ZoneId::of);
        if (zone.isEmpty()) {
            refuse("zone", "must be an IANA time zone, such as Europe/Berlin");
        }
        return zone;
    }

    private Optional<Currency> currency() {
        if (plan.currency().isEmpty()) {
            return Optional.of(DEFAULT_CURRENCY);
        }
        Optional<Currency> currency = plan.currency().flatMap(ShowRules::currency);
        if (currency.isEmpty()) {
            refuse("currency", "must be an ISO 4217 code, such as EUR");
        }
        return currency;
    }

    /** Codes without a minor unit, such as that of gold, are not money to buy tickets with. */
    private static Optional<Currency> currency(String code) {
        try {
            return Optional.of(Currency.getInstance(code)).filter(c -> c.getDefaultFractionDigits() >= 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private int holdSeconds() {
        int seconds = plan.holdSeconds().orElse(DEFAULT_HOLD_SECONDS);
        if (seconds < 1 || seconds > MAX_HOLD_SECONDS) {
            refuse("holdSeconds", "must be from 1 to " + MAX_HOLD_SECONDS);
        }
        return seconds;
    }

    private List<Section> sections(Optional<Currency> currency) {
        if (plan.totalSeats().isPresent() == plan.sections().isPresent()) {
            refuse("totalSeats", "must be given, or sections, but not both");
            return List.of();
        }
        return plan.sections().isPresent()
                ? fullForm(plan.sections().orElseThrow(), currency)
                : shortForm(plan.totalSeats().orElseThrow(), currency);
    }

    private List<Section> shortForm(int totalSeats, Optional<Currency> currency) {
        Optional<Money> price = price("price", plan.price(), currency);
        if (!isPlaces("totalSeats", totalSeats) || price.isEmpty()) {
            return List.of();
        }
        Rows rows = new Rows(totalSeats, Math.min(totalSeats, DEFAULT_SEATS_PER_ROW));
        return List.of(new Section(1, ONLY_SECTION, rows, price.get()));
    }

    private List<Section> fullForm(List<SectionPlan> plans, Optional<Currency> currency) {
        if (plan.price().isPresent()) {
            refuse("price", "belongs into each of the sections");
        }
        if (plans.isEmpty() || plans.size() > MAX_SECTIONS) {
            refuse("sections", "must be from 1 to " + MAX_SECTIONS);
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < plans.size(); i++) {
            section(i, plans.get(i), names, currency).ifPresent(sections::add);
        }
        long places = sections.stream()
                .mapToLong(section -> section.layout().capacity())
                .sum();
        if (places > MAX_PLACES) {
            refuse("sections", "must have at most " + MAX_PLACES + " places together");
        }
        return sections;
    }

    private Optional<Section> section(int index, SectionPlan section, Set<String> names, Optional<Currency> currency) {
        String field = "sections[" + index + "].";
        String name = required(field + "name", text(field + "name", section.name(), MAX_NAME_LENGTH));
        if (!name.isEmpty() && !names.add(name)) {
            refuse(field + "name", "must not be that of another section");
        }
        Optional<Layout> layout = layout(field, section);
        Optional<Money> price = price(field + "price", section.price(), currency);
        return layout.flatMap(places -> price.map(money -> new Section(index + 1, name, places, money)));
    }

    private Optional<Layout> layout(String field, SectionPlan section) {
        boolean numbered = section.rows().isPresent() || section.seatsPerRow().isPresent();
        if (numbered == section.capacity().isPresent()) {
            refuse(field + "capacity", "must be given, or rows and seatsPerRow, but not both");
            return Optional.empty();
        }
        return numbered
                ? rows(field, section)
                : section.capacity().stream()
                        .filter(places -> isPlaces(field + "capacity", places))
                        .<Layout>mapToObj(GeneralAdmission::new)
                        .findFirst();
    }

    private Optional<Layout> rows(String field, SectionPlan section) {
        boolean rowsFine = isPlaces(field + "rows", section.rows());
        boolean seatsFine = isPlaces(field + "seatsPerRow", section.seatsPerRow());
        if (!rowsFine || !seatsFine) {
            return Optional.empty();
        }
        int seatsPerRow = section.seatsPerRow().orElseThrow();
        long places = (long) section.rows().orElseThrow() * seatsPerRow;
        if (places > MAX_PLACES) {
            refuse(field + "rows", "must be fewer: a show has at most " + MAX_PLACES + " places");
            return Optional.empty();
        }
        return Optional.of(new Rows((int) places, seatsPerRow));
    }

    private boolean isPlaces(String field, OptionalInt number) {
        if (number.isEmpty()) {
            refuse(field, "is required");
            return false;
        }
        return isPlaces(field, number.getAsInt());
    }

    private boolean isPlaces(String field, int number) {
        boolean fine = number >= 1 && number <= MAX_PLACES;
        if (!fine) {
            refuse(field, "must be from 1 to " + MAX_PLACES);
        }
        return fine;
    }

    /**
     * Size and decimals are compared before anything is computed: a few characters such as 1e999999999 are a number that
     * does not fit into memory once it is written out.
     */
    private Optional<Money> price(String field, Optional<BigDecimal> written, Optional<Currency> currency) {
        BigDecimal price = written.orElse(BigDecimal.ZERO);
        if (price.signum() < 0 || price.compareTo(MAX_PRICE) > 0) {
            refuse(field, "must be from 0 to " + MAX_PRICE);
            return Optional.empty();
        }
        BigDecimal shortest = price.stripTrailingZeros();
        if (currency.isPresent() && shortest.scale() > currency.get().getDefaultFractionDigits()) {
            refuse(
                    field,
                    "must have at most " + currency.get().getDefaultFractionDigits() + " decimals in "
                            + currency.get().getCurrencyCode());
            return Optional.empty();
        }
        return currency.map(known -> Money.of(shortest, known));
    }

    private void refuse(String field, String message) {
        violations.add(new Violation(field, message));
    }
}
