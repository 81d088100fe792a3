package io.boxoffice.expiry.adapter.in.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.expiry.StubBookingService;
import io.boxoffice.kernel.cache.ShowCaches;
import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingExpired;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.messaging.EventCodec;
import io.boxoffice.kernel.messaging.RabbitSettings;
import io.boxoffice.kernel.messaging.RetryLadder;
import io.boxoffice.kernel.messaging.Topology;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "expiry"))
@QuarkusTestResource(StubBookingService.class)
class BookingEventsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String OLD = "old page";
    private static final String NEW = "new page";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Inject
    ShowCaches caches;

    @Inject
    RabbitSettings settings;

    private Connection connection;
    private Channel channel;

    @BeforeEach
    void connect() throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(settings.host());
        factory.setPort(settings.port());
        factory.setUsername(settings.username());
        factory.setPassword(settings.password());
        factory.setVirtualHost(settings.virtualHost());
        connection = factory.newConnection("booking-events-test");
        channel = connection.createChannel();
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
    }

    @Test
    void places_that_come_back_make_the_shows_pages_be_read_anew_and_wake_its_waiting_list() throws IOException {
        BookingSnapshot expired = booking();
        BookingSnapshot failed = booking();
        BookingSnapshot cancelled = booking();
        List.of(expired, failed, cancelled).forEach(this::cache);

        publish(new BookingExpired(expired, NOW, null));
        publish(new BookingFailed(failed, BookingFailed.Reason.RELEASED, NOW, false));
        publish(new BookingCancelled(cancelled, BookingCancelled.Cause.CUSTOMER, NOW));

        await().atMost(SOON).until(() -> isReadAnew(expired));
        await().atMost(SOON).until(() -> isReadAnew(failed));
        await().atMost(SOON).until(() -> isReadAnew(cancelled));
        List.of(expired, failed, cancelled)
                .forEach(booking -> await().atMost(SOON).until(() -> isOffered(booking)));
    }

    @Test
    void what_is_not_an_event_is_put_aside_at_once_and_holds_nobody_up() throws IOException {
        BookingSnapshot behind = booking();
        cache(behind);

        channel.basicPublish("", Topology.EXPIRY_WORKER.name(), new BasicProperties(), "not JSON".getBytes(UTF_8));
        publish(new BookingExpired(behind, NOW, null));

        GetResponse dead = deadLetter();
        assertThat(new String(dead.getBody(), UTF_8)).isEqualTo("not JSON");
        assertThat(dead.getProps().getHeaders()).containsEntry(RetryLadder.ATTEMPT_HEADER, 1);
        assertThat(reason(dead)).contains("UnreadableEventException");
        await().atMost(SOON).until(() -> isReadAnew(behind));
    }

    @Test
    void what_takes_long_holds_nobody_up() throws IOException {
        BookingSnapshot slow = booking();
        BookingSnapshot behind = booking();
        CompletableFuture<Void> atLast = new CompletableFuture<>();
        UnreliablePages.SLOW.put(slow.id().show(), atLast);
        List.of(slow, behind).forEach(this::cache);
        try {
            publish(new BookingExpired(slow, NOW, null));
            publish(new BookingExpired(behind, NOW, null));

            await().atMost(SOON).until(() -> isReadAnew(behind));
        } finally {
            atLast.complete(null);
        }
        await().atMost(SOON).until(() -> isReadAnew(slow));
    }

    @Test
    void a_failure_that_passes_is_retried_until_it_works() throws IOException {
        BookingSnapshot booking = booking();
        ShowId show = booking.id().show();
        UnreliablePages.FAILURES.put(show, 2);
        cache(booking);

        publish(new BookingExpired(booking, NOW, null));

        await().atMost(SOON).until(() -> isReadAnew(booking));
        assertThat(UnreliablePages.CALLS).containsEntry(show, 3);
    }

    @Test
    void a_failure_that_lasts_climbs_the_retry_queues_and_is_put_aside() throws IOException {
        BookingSnapshot booking = booking();
        UnreliablePages.FAILURES.put(booking.id().show(), Integer.MAX_VALUE);
        long published = System.nanoTime();

        byte[] body = publish(new BookingExpired(booking, NOW, null));

        GetResponse dead = deadLetter();
        assertThat(Duration.ofNanos(System.nanoTime() - published)).isGreaterThan(Duration.ofMillis(600));
        assertThat(dead.getBody()).isEqualTo(body);
        assertThat(dead.getProps().getHeaders()).containsEntry(RetryLadder.ATTEMPT_HEADER, 4);
        assertThat(reason(dead)).contains("not this time");
        assertThat(UnreliablePages.CALLS).containsEntry(booking.id().show(), 4);
    }

    private static String reason(GetResponse dead) {
        return String.valueOf(dead.getProps().getHeaders().get(RetryLadder.REASON_HEADER));
    }

    private byte[] publish(Event event) throws IOException {
        Envelope envelope = new Envelope(UUID.randomUUID().toString(), "/test", NOW, null, event);
        byte[] body = EventCodec.write(envelope);
        BasicProperties properties =
                new BasicProperties.Builder().messageId(envelope.id()).build();
        channel.basicPublish(Topology.EVENTS, event.type().routingKey(), properties, body);
        return body;
    }

    private GetResponse deadLetter() {
        return await().atMost(SOON).until(this::poll, Optional::isPresent).orElseThrow();
    }

    private Optional<GetResponse> poll() throws IOException {
        return Optional.ofNullable(channel.basicGet(Topology.EXPIRY_WORKER.deadLetters(), true));
    }

    private void cache(BookingSnapshot booking) {
        assertThat(page(booking, OLD)).isEqualTo(OLD);
        assertThat(page(booking, NEW)).isEqualTo(OLD);
    }

    /** The first look after the pages were dropped finds nothing in the cache, and puts the new page there. */
    private boolean isReadAnew(BookingSnapshot booking) {
        return page(booking, NEW).equals(NEW);
    }

    private static boolean isOffered(BookingSnapshot booking) {
        String path = "/internal/shows/" + booking.id().show() + "/offers";
        return StubBookingService.OFFERS.stream()
                .anyMatch(question -> question.path().equals(path));
    }

    private String page(BookingSnapshot booking, String current) {
        byte[] page = caches.page(booking.id().show(), "test", Duration.ofMinutes(5), () -> current.getBytes(UTF_8));
        return new String(page, UTF_8);
    }

    private static BookingSnapshot booking() {
        ShowId show = ShowId.next();
        return new BookingSnapshot(
                BookingId.nextFor(show),
                2,
                new BookingSnapshot.Show("Hamlet", "Globe", NOW, ZoneId.of("UTC")),
                new BookingSnapshot.Customer("carla", "carla@customers.example", "Carla", "en"),
                List.of(),
                0,
                Currency.getInstance("EUR"),
                NOW);
    }
}
