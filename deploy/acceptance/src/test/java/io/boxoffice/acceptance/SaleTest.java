package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.acceptance.Gateway.Answer;
import io.boxoffice.backends.Mail;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SaleTest {

    private final House house = House.open();
    private final People people = new People(house);

    @Test
    void aShowWithSectionsIsSoldAndTheTicketMailSaysWhatWasBought() {
        String show = people.show(Map.of(
                "name", "Twelfth Night",
                "venue", "Schauspielhaus",
                "startsAt", "2031-07-05T20:00:00+02:00",
                "zone", "Europe/Zurich",
                "currency", "CHF",
                "sections",
                        List.of(
                                Map.of("name", "Stalls", "rows", 3, "seatsPerRow", 4, "price", "45.00"),
                                Map.of("name", "Circle", "rows", 2, "seatsPerRow", 10, "price", "30.50"),
                                Map.of("name", "Standing", "capacity", 50, "price", "12.00"))));
        String anna = people.somebody();
        String bert = people.somebody();

        String seats = people.held(anna, show, List.of(5, 6, 13));
        Answer places = people.customer(bert)
                .post("/api/v1/bookings", Map.of("showId", show, "section", "Standing", "quantity", 3));
        assertThat(places.status()).isEqualTo(201);
        assertThat(people.confirm(anna, seats).text("/status")).isEqualTo("CONFIRMED");
        assertThat(people.confirm(bert, places.text("/id")).status()).isEqualTo(200);

        Mail ticket = people.awaitMail(anna, seats);
        assertThat(ticket.subject()).contains("Twelfth Night");
        assertThat(ticket.text())
                .contains("Twelfth Night", "Schauspielhaus", "Stalls", "Circle", "120.50", "CHF")
                .contains("20:00", "Europe/Zurich");
        assertThat(people.customer(anna).get("/api/v1/bookings/" + seats).body().findValuesAsText("ticket"))
                .hasSize(3)
                .allSatisfy(code -> assertThat(ticket.text()).contains(code));
        assertThat(people.awaitMail(bert, places.text("/id")).text()).contains("Standing", "36.00");
    }

    @Test
    void theShortFormSellsToo() {
        String show = people.show(
                Map.of("name", "Night bus", "startsAt", "2031-01-01T22:30:00Z", "totalSeats", 45, "price", "9.90"));
        String anna = people.somebody();

        String booking = people.held(anna, show, List.of(1, 45));

        assertThat(people.confirm(anna, booking).text("/total/amount")).isEqualTo("19.80");
        assertThat(people.awaitMail(anna, booking).text()).contains("Night bus", "19.80");
        Answer map = house.gateway().get("/api/v1/shows/" + show + "/seats");
        assertThat(map.body().at("/sections/0/available").asInt()).isEqualTo(43);
    }

    @Test
    void everybodyFindsTheShow() {
        String show =
                people.show(Map.of("name", "A very rare title", "startsAt", "2031-01-01T22:30:00Z", "totalSeats", 4));

        Answer found = house.gateway().get("/api/v1/shows?q=very%20rare");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body().findValuesAsText("id")).contains(show);
        assertThat(house.gateway().get("/api/v1/shows/" + show).text("/name")).isEqualTo("A very rare title");
    }

    @Test
    void whoSearchesForFreePlacesFindsShowsThatHaveThem() {
        String title = "Sought " + people.somebody();
        String show = people.show(Map.of(
                "name",
                title,
                "startsAt",
                "2031-03-01T20:00:00Z",
                "sections",
                List.of(
                        Map.of("name", "Stalls", "rows", 1, "seatsPerRow", 3),
                        Map.of("name", "Standing", "capacity", 50))));
        people.held(people.somebody(), show, List.of(1, 2));

        assertThat(found(title, "section=Stalls")).containsExactly(show);
        assertThat(found(title, "section=Stalls&free=2")).isEmpty();
        assertThat(found(title, "free=50")).containsExactly(show);
        assertThat(found(title, "free=51")).isEmpty();
        assertThat(found(title, "section=Balcony")).isEmpty();
    }

    private List<String> found(String title, String wanted) {
        Answer page = house.gateway().get("/api/v1/shows?q=" + title.replace(" ", "%20") + "&" + wanted);
        assertThat(page.status()).as("%s", page).isEqualTo(200);
        return page.body().findValuesAsText("id");
    }
}
