package io.boxoffice.show.adapter.out.persistence;

import io.boxoffice.kernel.money.Money;
import io.boxoffice.show.domain.Section;
import io.boxoffice.show.domain.Section.GeneralAdmission;
import io.boxoffice.show.domain.Section.Rows;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Currency;

/**
 * A row of {@code sections}.
 *
 * @param seatsPerRow 0 for general admission
 * @param priceMinor in the minor unit of the show's currency
 */
@Embeddable
record SectionRow(
        int number,
        String name,
        int capacity,
        @Column(name = "seats_per_row") int seatsPerRow,
        @Column(name = "price_minor") long priceMinor) {

    static SectionRow of(Section section) {
        int seatsPerRow = switch (section.layout()) {
            case Rows rows -> rows.seatsPerRow();
            case GeneralAdmission places -> 0;
        };
        return new SectionRow(
                section.number(),
                section.name(),
                section.layout().capacity(),
                seatsPerRow,
                section.price().minor());
    }

    Section toSection(Currency currency) {
        Section.Layout layout = seatsPerRow == 0 ? new GeneralAdmission(capacity) : new Rows(capacity, seatsPerRow);
        return new Section(number, name, layout, new Money(priceMinor, currency));
    }
}
