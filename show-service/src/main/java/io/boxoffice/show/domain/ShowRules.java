package io.boxoffice.show.domain;

import io.boxoffice.kernel.id.ShowId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** What a show may be. A plan becomes a show, or a list of everything that is wrong with it. */
public final class ShowRules {

    /** Characters in the name of a show or a section. */
    public static final int MAX_NAME_LENGTH = 200;

    /** Characters in the name of a venue. */
    public static final int MAX_VENUE_LENGTH = 200;

    public static final int MAX_SECTIONS = 100;

    /** Places of all sections together. */
    public static final int MAX_PLACES = 100_000;

    /** Accessible seats of one section. */
    public static final int MAX_ACCESSIBLE_SEATS = 1_000;

    /** Seats in a row when the organiser gives no rows. */
    public static final int DEFAULT_SEATS_PER_ROW = 20;

    /** Major units. */
    public static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);

    public static final int DEFAULT_HOLD_SECONDS = 120;
    public static final int MAX_HOLD_SECONDS = 3_600;

    /** How many times its first length a hold may last with its extension, unless the organiser says otherwise. */
    public static final int HOLDS_IN_LONGEST = 2;

    public static final int MAX_LONGEST_HOLD_SECONDS = HOLDS_IN_LONGEST * MAX_HOLD_SECONDS;

    /** A year. */
    public static final int MAX_CANCEL_CUT_OFF_SECONDS = 31_536_000;

    public static final int MAX_YEARS_AHEAD = 10;

    private static final Currency DEFAULT_CURRENCY = Currency.getInstance("EUR");

    /** What became of a plan. */
    public sealed interface Verdict {}

    /** The plan keeps all rules. */
    public record Accepted(Show show) implements Verdict {}

    /** The plan breaks these rules. */
    public record Refused(List<Violation> violations) implements Verdict {}

    /** Checks a plan at that moment; nothing is checked against the system's clock. */
    public static Verdict check(ShowPlan plan, ShowId id, String organiserId, Instant now) {
        Violations violations = new Violations();
        Optional<Particulars> particulars = new ParticularsRules(plan.particulars(), now, violations).check();
        Optional<Currency> currency = currency(plan, violations);
        List<Section> sections = new SectionRules(plan, currency, violations).check();
        return violations.any()
                ? new Refused(violations.all())
                : new Accepted(new Show(
                        id,
                        Show.FIRST_VERSION,
                        particulars.orElseThrow(),
                        currency.orElseThrow(),
                        organiserId,
                        sections,
                        Optional.empty()));
    }

    private static Optional<Currency> currency(ShowPlan plan, Violations violations) {
        if (plan.currency().isEmpty()) {
            return Optional.of(DEFAULT_CURRENCY);
        }
        Optional<Currency> currency = plan.currency().flatMap(ShowRules::currency);
        if (currency.isEmpty()) {
            violations.refuse("currency", "must be an ISO 4217 code, such as EUR");
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

    private ShowRules() {}
}
