package io.boxoffice.booking.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.kernel.money.Money;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class SectionTest {

    private static final Money PRICE = new Money(100, Currency.getInstance("EUR"));

    @Test
    void seatsAreNamedRowByRow() {
        Section section = new Section(2, "Circle", 101, 45, 20, List.of(), PRICE);

        assertThat(section.place(101)).extracting(Place::row, Place::number).containsExactly("A", 1);
        assertThat(section.place(120)).extracting(Place::row, Place::number).containsExactly("A", 20);
        assertThat(section.place(121)).extracting(Place::row, Place::number).containsExactly("B", 1);
        assertThat(section.place(145)).extracting(Place::row, Place::number).containsExactly("C", 5);
    }

    @Test
    void seatsOfOtherSectionsAreNotItsOwn() {
        Section section = new Section(2, "Circle", 101, 45, 20, List.of(), PRICE);

        assertThat(section.contains(100)).isFalse();
        assertThat(section.contains(146)).isFalse();
        assertThatThrownBy(() -> section.place(146)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void generalAdmissionHasNoRows() {
        assertThat(new Section(1, "Standing", 1, 5, 0, List.of(), PRICE).place(3))
                .isEqualTo(new Place(3, "Standing", null, null, PRICE));
    }

    @Test
    void aRequestHasOneToTwentyPlaces() {
        assertThatThrownBy(() -> new SeatRequest.Named(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SeatRequest.Places("Standing", 21)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new SeatRequest.Named(List.of(3, 1, 3)).seats()).containsExactly(1, 3);
        assertThat(new SeatRequest.Places("Standing", 20).size()).isEqualTo(20);
    }
}
