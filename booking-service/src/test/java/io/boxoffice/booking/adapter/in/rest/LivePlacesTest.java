package io.boxoffice.booking.adapter.in.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.booking.adapter.in.rest.LivePlaces.Place;
import org.junit.jupiter.api.Test;

class LivePlacesTest {

    private final LivePlaces places = new LivePlaces(3, 2);

    @Test
    void one_address_has_its_places_and_no_more() {
        Place first = places.take("a").orElseThrow();
        assertThat(places.take("a")).isPresent();

        assertThat(places.take("a")).isEmpty();
        assertThat(places.take("b")).isPresent();
        first.leave();
        assertThat(places.take("a")).isPresent();
    }

    @Test
    void all_together_have_no_more_than_there_are() {
        assertThat(places.take("a")).isPresent();
        assertThat(places.take("b")).isPresent();
        Place last = places.take("c").orElseThrow();

        assertThat(places.take("d")).isEmpty();
        last.leave();
        last.leave();
        assertThat(places.take("d")).isPresent();
        assertThat(places.take("e")).isEmpty();
    }

    @Test
    void who_goes_away_while_waiting_cannot_sit_down_any_more() {
        Place place = places.take("a").orElseThrow();
        place.giveUp();

        assertThat(place.sit()).isFalse();
        assertThat(places.take("a")).isPresent();
        assertThat(places.take("a")).isPresent();
    }

    @Test
    void who_sits_stays_until_they_leave() {
        Place place = places.take("a").orElseThrow();
        assertThat(places.take("a")).isPresent();
        assertThat(place.sit()).isTrue();
        place.giveUp();

        assertThat(places.take("a")).isEmpty();
        place.leave();
        assertThat(places.take("a")).isPresent();
    }
}
