package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxoffice.acceptance.Gateway.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Something is away for a while; the sale goes on. */
@NeedsItsOwnHouse("kills backends and makes the mail server refuse")
class OutageTest {

    private static final int FOR_GOOD = 1_000_000;

    private final House house = House.open();
    private final People people = new People(house);

    @Test
    void withoutRedisEverythingWorks() {
        house.killRedis();
        try {
            String show = people.show(10, 2);
            String anna = people.somebody();
            String bert = people.somebody();
            String booking = people.held(anna, show, List.of(1));
            assertThat(people.confirm(anna, booking).status()).isEqualTo(200);
            Answer map = house.gateway().get("/api/v1/shows/" + show + "/seats");
            assertThat(map.body().at("/sections/0/seats/0/status").asText()).isEqualTo("BOOKED");
            people.awaitMail(anna, booking);

            String lapsing = people.held(bert, show, List.of(2));
            people.awaitMail(bert, lapsing);
            assertThat(people.booking(bert, lapsing).at("/reason").asText()).isEqualTo("EXPIRED");
        } finally {
            house.startRedis();
        }
    }

    @Test
    void withoutPostgresRequestsAreTakenAndServedWhenItIsBack() {
        String show = people.show(10, 120);
        String anna = people.somebody();
        people.customer(anna);
        house.killPostgres();
        Answer taken;
        try {
            taken = people.request(anna, show, List.of(1, 2));
            assertThat(taken.status()).as("%s", taken).isEqualTo(202);
            assertThat(people.hold(anna, show, List.of(3)).status()).isEqualTo(503);
        } finally {
            house.startPostgres();
        }
        JsonNode served = people.awaitServed(anna, String.valueOf(taken.location()));
        assertThat(served.at("/status").asText()).isEqualTo("PENDING");
        String booking = served.at("/id").asText();
        assertThat(people.confirm(anna, booking).status()).isEqualTo(200);
        people.awaitMail(anna, booking);
    }

    @Test
    void aMailServerThatRefusesThreeTimesGetsTheMailInTheEnd() {
        String show = people.show(10, 120);
        String anna = people.somebody();
        String booking = people.held(anna, show, List.of(1));
        house.refuseMails(3);
        try {
            assertThat(people.confirm(anna, booking).status()).isEqualTo(200);
            people.awaitMail(anna, booking);
        } finally {
            house.refuseMails(0);
        }
        assertThat(people.mails(anna)).hasSize(1);
    }

    @Test
    void aMailThatIsRefusedForGoodStopsNobodyAndIsSentBackToWorkByHand() {
        String show = people.show(10, 120);
        String anna = people.somebody();
        String bert = people.somebody();
        String lost = people.held(anna, show, List.of(1));
        house.refuseMails(FOR_GOOD);
        try {
            assertThat(people.confirm(anna, lost).status()).isEqualTo(200);
            Answer log = await().atMost(People.PATIENCE)
                    .until(
                            () -> people.as("admin", "root").get("/api/v1/notifications?bookingId=" + lost),
                            answer -> answer.body().findValuesAsText("status").contains("FAILED"));
            assertThat(log.body().toString()).contains("451");
            assertThat(people.held(bert, show, List.of(2))).isNotEmpty();
        } finally {
            house.refuseMails(0);
        }
        String next = people.held(bert, show, List.of(3));
        assertThat(people.confirm(bert, next).status()).isEqualTo(200);
        people.awaitMail(bert, next);
        assertThat(people.mails(anna)).isEmpty();

        redrive(lost);
        people.awaitMail(anna, lost);
    }

    private void redrive(String booking) {
        Gateway admin = people.as("admin", "root");
        JsonNode letters = admin.get("/api/v1/notifications/dead-letters?queue=email-worker")
                .body()
                .at("/deadLetters");
        for (JsonNode letter : letters) {
            if (letter.path("subject").asText().equals(booking)) {
                Map<String, String> one =
                        Map.of("messageId", letter.path("messageId").asText());
                assertThat(admin.post("/api/v1/notifications/dead-letters/redrive", one)
                                .status())
                        .isEqualTo(200);
                return;
            }
        }
        fail("no dead letter about %s in %s", booking, letters);
    }
}
