package io.boxoffice.show.adapter.out.persistence;

import io.boxoffice.kernel.money.Money;
import io.boxoffice.show.domain.Section;
import io.boxoffice.show.domain.Section.GeneralAdmission;
import io.boxoffice.show.domain.Section.Rows;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Currency;
import java.util.List;

/**
 * A row of {@code sections}.
 *
 * @param seatsPerRow 0 for general admission
 * @param accessible the seats that are made for wheelchairs, counted from 1 within the section
 * @param priceMinor in the minor unit of the show's currency
 */
@Embeddable
record SectionRow(
        int number,
        String name,
        int capacity,
        @Column(name = "seats_per_row") int seatsPerRow,
        List<Integer> accessible,
        @Column(name = "price_minor") long priceMinor) {

    static SectionRow of(Section section) {
        return switch (section.layout()) {
            case Rows rows -> of(section, rows.seatsPerRow(), rows.accessible());
            case GeneralAdmission places -> of(section, 0, List.of());
        };
    }

    private static SectionRow of(Section section, int seatsPerRow, List<Integer> accessible) {
        return new SectionRow(
                section.number(),
                section.name(),
                section.layout().capacity(),
                seatsPerRow,
                accessible,
                section.price().minor());
    }

    Section toSection(Currency currency) {
        Section.Layout layout =
                seatsPerRow == 0 ? new GeneralAdmission(capacity) : new Rows(capacity, seatsPerRow, accessible);
        return new Section(number, name, layout, new Money(priceMinor, currency));
    }
}
