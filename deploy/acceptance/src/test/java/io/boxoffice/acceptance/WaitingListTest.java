package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingListTest {

    private final House house = House.open();
    private final People people = new People(house);

    @Test
    void whatComesBackIsOfferedToTheNextInLineUntilSomebodyAccepts() {
        String show = people.show(2, 60);
        String anna = people.somebody();
        String bert = people.somebody();
        String carl = people.somebody();
        String booking = people.held(anna, show, List.of(1, 2));
        people.confirm(anna, booking);
        assertThat(join(bert, show).status()).isEqualTo(201);
        assertThat(join(carl, show).body().at("/position").asInt()).isEqualTo(2);

        people.customer(anna).post("/api/v1/bookings/" + booking + "/cancel");
        assertThat(people.hold(people.somebody(), show, List.of(1)).problem()).isEqualTo("seats-taken");

        String first = awaitOffer(bert, show);
        people.awaitMail(bert, first);
        assertThat(people.booking(bert, first).at("/offer").asBoolean()).isTrue();
        people.customer(bert).post("/api/v1/bookings/" + first + "/cancel");

        String second = awaitOffer(carl, show);
        people.awaitMail(carl, second);
        assertThat(people.confirm(carl, second).status()).isEqualTo(200);
        assertThat(standing(bert, show).at("/state").asText()).isEqualTo("DECLINED");
        assertThat(standing(carl, show).at("/state").asText()).isEqualTo("ACCEPTED");
        assertThat(people.booking(carl, second).at("/seats").size()).isEqualTo(2);
    }

    private Gateway.Answer join(String customer, String show) {
        return people.customer(customer).post(path(show), Map.of("quantity", 2, "adjacent", true));
    }

    private JsonNode standing(String customer, String show) {
        return people.customer(customer).get(path(show)).body();
    }

    private String awaitOffer(String customer, String show) {
        return await().atMost(People.PATIENCE)
                .until(
                        () -> standing(customer, show),
                        s -> s.at("/state").asText().equals("OFFERED"))
                .at("/bookingId")
                .asText();
    }

    private static String path(String show) {
        return "/api/v1/shows/" + show + "/waiting-list";
    }
}
