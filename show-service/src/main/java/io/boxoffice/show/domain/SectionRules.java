package io.boxoffice.show.domain;

import io.boxoffice.kernel.id.SeatLabel;
import io.boxoffice.kernel.money.Money;
import io.boxoffice.show.domain.Section.GeneralAdmission;
import io.boxoffice.show.domain.Section.Layout;
import io.boxoffice.show.domain.Section.Rows;
import io.boxoffice.show.domain.ShowPlan.SectionPlan;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the sections of a show may be. */
final class SectionRules {

    private static final String ONLY_SECTION = "Seats";

    private final ShowPlan plan;
    private final Optional<Currency> currency;
    private final Violations violations;

    SectionRules(ShowPlan plan, Optional<Currency> currency, Violations violations) {
        this.plan = plan;
        this.currency = currency;
        this.violations = violations;
    }

    /** The sections; not all of them if there were violations. */
    List<Section> check() {
        if (plan.totalSeats().isPresent() == plan.sections().isPresent()) {
            violations.refuse("totalSeats", "must be given, or sections, but not both");
            return List.of();
        }
        return plan.sections().isPresent()
                ? fullForm(plan.sections().orElseThrow())
                : shortForm(plan.totalSeats().orElseThrow());
    }

    private List<Section> shortForm(int totalSeats) {
        Optional<Money> price = price("price", plan.price());
        if (!isPlaces("totalSeats", OptionalInt.of(totalSeats)) || price.isEmpty()) {
            return List.of();
        }
        Rows rows = new Rows(totalSeats, Math.min(totalSeats, ShowRules.DEFAULT_SEATS_PER_ROW), List.of());
        return List.of(new Section(1, ONLY_SECTION, rows, price.get()));
    }

    private List<Section> fullForm(List<SectionPlan> plans) {
        if (plan.price().isPresent()) {
            violations.refuse("price", "belongs into each of the sections");
        }
        if (plans.isEmpty() || plans.size() > ShowRules.MAX_SECTIONS) {
            violations.refuse("sections", "must be from 1 to " + ShowRules.MAX_SECTIONS);
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < plans.size(); i++) {
            section(i, plans.get(i), names).ifPresent(sections::add);
        }
        long places = sections.stream()
                .mapToLong(section -> section.layout().capacity())
                .sum();
        if (places > ShowRules.MAX_PLACES) {
            violations.refuse("sections", "must have at most " + ShowRules.MAX_PLACES + " places together");
        }
        return sections;
    }

    private Optional<Section> section(int index, SectionPlan section, Set<String> names) {
        String field = "sections[" + index + "].";
        String name = violations.requiredText(field + "name", section.name(), ShowRules.MAX_NAME_LENGTH);
        if (!name.isEmpty() && !names.add(name)) {
            violations.refuse(field + "name", "must not be that of another section");
        }
        Optional<Layout> layout = layout(field, section);
        Optional<Money> price = price(field + "price", section.price());
        return layout.flatMap(places -> price.map(money -> new Section(index + 1, name, places, money)));
    }

    private Optional<Layout> layout(String field, SectionPlan section) {
        boolean numbered = section.rows().isPresent() || section.seatsPerRow().isPresent();
        if (numbered == section.capacity().isPresent()) {
            violations.refuse(field + "capacity", "must be given, or rows and seatsPerRow, but not both");
            return Optional.empty();
        }
        return numbered ? rows(field, section) : places(field, section);
    }

    private Optional<Layout> places(String field, SectionPlan section) {
        if (section.accessibleSeats().isPresent()) {
            violations.refuse(field + "accessibleSeats", "belongs into a section with rows and seatsPerRow");
        }
        return isPlaces(field + "capacity", section.capacity())
                ? Optional.of(new GeneralAdmission(section.capacity().orElseThrow()))
                : Optional.empty();
    }

    private Optional<Layout> rows(String field, SectionPlan section) {
        boolean rowsFine = isPlaces(field + "rows", section.rows());
        boolean seatsFine = isPlaces(field + "seatsPerRow", section.seatsPerRow());
        if (!rowsFine || !seatsFine) {
            return Optional.empty();
        }
        int seatsPerRow = section.seatsPerRow().orElseThrow();
        long places = (long) section.rows().orElseThrow() * seatsPerRow;
        if (places > ShowRules.MAX_PLACES) {
            violations.refuse(field + "rows", "must be fewer: a show has at most " + ShowRules.MAX_PLACES + " places");
            return Optional.empty();
        }
        List<Integer> accessible = section.accessibleSeats()
                .map(labels -> accessible(field + "accessibleSeats", labels, (int) places, seatsPerRow))
                .orElse(List.of());
        return Optional.of(new Rows((int) places, seatsPerRow, accessible));
    }

    private List<Integer> accessible(String field, List<String> labels, int places, int seatsPerRow) {
        if (labels.size() > ShowRules.MAX_ACCESSIBLE_SEATS) {
            violations.refuse(field, "must be at most " + ShowRules.MAX_ACCESSIBLE_SEATS);
            return List.of();
        }
        SortedSet<Integer> seats = new TreeSet<>();
        for (int i = 0; i < labels.size(); i++) {
            String one = field + "[" + i + "]";
            Optional<Integer> seat = SeatLabel.read(labels.get(i))
                    .flatMap(label -> label.number(seatsPerRow))
                    .filter(number -> number <= places)
                    .map(Long::intValue);
            if (seat.isEmpty()) {
                violations.refuse(
                        one, "must be a seat of this section, from A1 to " + SeatLabel.of(places, seatsPerRow));
            } else if (!seats.add(seat.get())) {
                violations.refuse(one, "must not be named twice");
            }
        }
        return List.copyOf(seats);
    }

    private boolean isPlaces(String field, OptionalInt number) {
        return violations.within(field, number, 1, ShowRules.MAX_PLACES);
    }

    /**
     * Size and decimals are compared before anything is computed: a few characters such as 1e999999999 are a number that
     * does not fit into memory once it is written out.
     */
    private Optional<Money> price(String field, Optional<BigDecimal> written) {
        BigDecimal price = written.orElse(BigDecimal.ZERO);
        if (price.signum() < 0 || price.compareTo(ShowRules.MAX_PRICE) > 0) {
            violations.refuse(field, "must be from 0 to " + ShowRules.MAX_PRICE);
            return Optional.empty();
        }
        BigDecimal shortest = price.stripTrailingZeros();
        if (currency.isPresent() && shortest.scale() > currency.get().getDefaultFractionDigits()) {
            violations.refuse(
                    field,
                    "must have at most " + currency.get().getDefaultFractionDigits() + " decimals in "
                            + currency.get().getCurrencyCode());
            return Optional.empty();
        }
        return currency.map(known -> Money.of(shortest, known));
    }
}
