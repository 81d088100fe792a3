package io.boxoffice.notification.adapter.in.messaging;

import static io.boxoffice.notification.Bookings.hamlet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Broker;
import io.boxoffice.notification.ScriptedMailBackends;
import io.boxoffice.notification.adapter.out.mail.ScriptedSmtpServer;
import io.boxoffice.notification.application.FindDeliveries;
import io.boxoffice.notification.domain.Delivery;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Alone in its class, because a service that has said goodbye is of no use to another test. */
@QuarkusTest
@QuarkusTestResource(value = ScriptedMailBackends.class, restrictToAnnotatedClass = true)
class GracefulStopTest {

    @SuppressWarnings("NullAway.Init") // set by the test resource
    ScriptedSmtpServer server;

    @Inject
    Broker broker;

    @Inject
    FindDeliveries findDeliveries;

    @Inject
    Event<ShutdownEvent> shutdown;

    @Test
    void aMailUnderWayIsFinishedAndNoOtherIsBegun() {
        Bookings underWay = hamlet();
        Bookings waiting = hamlet();
        server.hesitate();
        broker.confirmed(underWay);
        await().until(() -> server.mails().size() == 1);

        CompletableFuture<Void> goodbye = CompletableFuture.runAsync(() -> shutdown.fire(new ShutdownEvent()));
        await().during(Duration.ofMillis(300)).until(() -> !goodbye.isDone());
        broker.confirmed(waiting);
        server.accept();
        goodbye.join();

        assertThat(findDeliveries.handle(underWay.id()))
                .extracting(Delivery::status)
                .containsExactly(Delivery.Status.SENT);
        await().during(Duration.ofMillis(500))
                .until(() -> findDeliveries.handle(waiting.id()).isEmpty());
        assertThat(server.mails()).hasSize(1);
    }
}
