package io.boxoffice.notification.adapter.in.messaging;

import static io.boxoffice.notification.Bookings.hamlet;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Broker;
import io.boxoffice.notification.ChangedQueueBackends;
import io.boxoffice.notification.application.FindDeliveries;
import io.boxoffice.notification.domain.Delivery;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = ChangedQueueBackends.class, restrictToAnnotatedClass = true)
class ChangedQueueTest {

    @Inject
    Broker broker;

    @Inject
    FindDeliveries findDeliveries;

    @Test
    void aQueueWithOtherArgumentsIsUsedAsItIs() {
        RestAssured.get("/q/health").then().statusCode(200).body("status", is("UP"));
        Bookings booking = hamlet();

        broker.confirmed(booking);

        await().atMost(Duration.ofSeconds(15))
                .until(() -> findDeliveries.handle(booking.id()).stream()
                        .anyMatch(delivery -> delivery.status() == Delivery.Status.SENT));
    }
}
