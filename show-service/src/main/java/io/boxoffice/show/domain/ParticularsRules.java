package io.boxoffice.show.domain;

import static java.time.temporal.ChronoUnit.MICROS;

import io.boxoffice.show.domain.ShowPlan.ParticularsPlan;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the particulars of a show may be. */
final class ParticularsRules {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private final ParticularsPlan plan;
    private final Instant now;
    private final Violations violations;

    ParticularsRules(ParticularsPlan plan, Instant now, Violations violations) {
        this.plan = plan;
        this.now = now;
        this.violations = violations;
    }

    /** The particulars; empty if there were violations. */
    Optional<Particulars> check() {
        String name = violations.requiredText("name", plan.name(), ShowRules.MAX_NAME_LENGTH);
        String venue = violations.text("venue", plan.venue(), ShowRules.MAX_VENUE_LENGTH);
        Optional<OffsetDateTime> startsAt = startsAt();
        Optional<ZoneId> zone = zone(startsAt);
        int holdSeconds = plan.holdSeconds().orElse(ShowRules.DEFAULT_HOLD_SECONDS);
        boolean holdFine = violations.within("holdSeconds", OptionalInt.of(holdSeconds), 1, ShowRules.MAX_HOLD_SECONDS);
        int longest = plan.maxHoldSeconds().orElse(ShowRules.HOLDS_IN_LONGEST * holdSeconds);
        if (holdFine) {
            violations.within(
                    "maxHoldSeconds", OptionalInt.of(longest), holdSeconds, ShowRules.MAX_LONGEST_HOLD_SECONDS);
        }
        int cutOff = plan.cancelCutOffSeconds().orElse(0);
        violations.within("cancelCutOffSeconds", OptionalInt.of(cutOff), 0, ShowRules.MAX_CANCEL_CUT_OFF_SECONDS);
        if (violations.any()) {
            return Optional.empty();
        }
        // the database keeps microseconds, and what the event says must be what the database keeps
        Instant start = startsAt.orElseThrow().toInstant().truncatedTo(MICROS);
        return Optional.of(new Particulars(name, venue, start, zone.orElseThrow(), holdSeconds, longest, cutOff));
    }

    private Optional<OffsetDateTime> startsAt() {
        try {
            OffsetDateTime startsAt = OffsetDateTime.parse(plan.startsAt());
            if (!startsAt.toInstant().isAfter(now)) {
                violations.refuse("startsAt", "must be in the future");
            }
            if (startsAt.toInstant()
                    .isAfter(now.atOffset(ZoneOffset.UTC)
                            .plusYears(ShowRules.MAX_YEARS_AHEAD)
                            .toInstant())) {
                violations.refuse("startsAt", "must be at most " + ShowRules.MAX_YEARS_AHEAD + " years ahead");
            }
            return Optional.of(startsAt);
        } catch (DateTimeException e) {
            violations.refuse("startsAt", "must be a date and time with offset, such as 2030-06-01T20:00:00+02:00");
            return Optional.empty();
        }
    }

    private Optional<ZoneId> zone(Optional<OffsetDateTime> startsAt) {
        if (plan.zone().isEmpty()) {
            return startsAt.map(OffsetDateTime::getOffset).map(offset -> offset.equals(ZoneOffset.UTC) ? UTC : offset);
        }
        Optional<ZoneId> zone = plan.zone().filter(ZONES::contains).map(ZoneId::of);
        if (zone.isEmpty()) {
            violations.refuse("zone", "must be an IANA time zone, such as Europe/Berlin");
        }
        return zone;
    }
}
