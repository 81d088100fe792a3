package io.boxoffice.booking.adapter.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.adapter.Stage;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.ShareUsed;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What repetitions take of a share of twenty places, and what is locked while Redis is asked for it. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class FairClaimsTest {

    @Inject
    Stage stage;

    @Inject
    Instances instances;

    private ShowId show = new ShowId(1);

    @BeforeEach
    void sell() {
        show = stage.show(100, 0);
    }

    @Test
    void aRepetitionTakesNoShare() {
        Claim first = claim("k", 1, 10);
        PostgresBookings other = instance(() -> {});

        assertThat(instance(() -> {}).hold(List.of(first, again(first)))).allSatisfy(outcome -> isOf(first, outcome));
        assertThat(other.hold(List.of(again(first), again(first)))).allSatisfy(outcome -> isOf(first, outcome));
        assertThat(other.hold(List.of(claim(null, 11, 10)))).hasOnlyElementsOfType(Held.class);
    }

    @Test
    void aRepetitionNeedsNoShare() {
        Claim first = claim("k", 1, 20);
        PostgresBookings bookings = instance(() -> {});
        isOf(first, bookings.hold(List.of(first)).getFirst());

        List<ClaimOutcome> outcomes = bookings.hold(List.of(claim("other", 21, 1), again(first)));
        assertThat(outcomes.get(0)).isInstanceOf(ShareUsed.class);
        isOf(first, outcomes.get(1));
    }

    @Test
    void whoMeetsTheFirstAttemptAtTheKeyPutsTheShareBack() {
        Claim first = claim("k", 1, 10);
        PostgresBookings one = instance(() -> {});
        AtomicInteger asked = new AtomicInteger();
        PostgresBookings other = instance(() -> {
            if (asked.incrementAndGet() == 1) {
                isOf(first, one.hold(List.of(first)).getFirst());
            }
        });

        isOf(first, other.hold(List.of(again(first))).getFirst());
        assertThat(other.hold(List.of(claim(null, 11, 10), claim(null, 21, 1))))
                .satisfiesExactly(
                        outcome -> assertThat(outcome).isInstanceOf(Held.class),
                        outcome -> assertThat(outcome).isInstanceOf(ShareUsed.class));
    }

    @Test
    void whoMeetsTheFirstAttemptAtTheKeyHasItsAnswerThoughTheShareIsUsed() {
        Claim first = claim("k", 1, 20);
        PostgresBookings one = instance(() -> {});
        PostgresBookings other =
                instance(() -> isOf(first, one.hold(List.of(first)).getFirst()));

        isOf(first, other.hold(List.of(again(first))).getFirst());
    }

    @Test
    void noKeyIsLockedWhileRedisIsAsked() {
        Claim claim = claim("k", 1, 2);
        AtomicInteger free = new AtomicInteger();
        PostgresBookings bookings = instance(() -> {
            stage.execute("""
                    BEGIN;
                    SET LOCAL lock_timeout = '1s';
                    INSERT INTO idempotency_keys (show_id, customer_id, key, request, booking_id)
                    VALUES (%d, '%s', 'k', '', 0);
                    ROLLBACK
                    """.formatted(show.value(), claim.customer().id()));
            free.incrementAndGet();
        });

        isOf(claim, bookings.hold(List.of(claim)).getFirst());
        assertThat(free).hasValue(1);
    }

    private static void isOf(Claim claim, ClaimOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.booking().id()).isEqualTo(claim.id()));
    }

    private Claim claim(@Nullable String key, int firstSeat, int seats) {
        return new Claim(
                BookingId.nextFor(show),
                Stage.customer(),
                new Named(IntStream.range(firstSeat, firstSeat + seats).boxed().toList()),
                key == null ? null : new IdempotencyKey(key),
                "address:203.0.113.9");
    }

    private static Claim again(Claim claim) {
        return new Claim(
                BookingId.nextFor(claim.id().show()), claim.customer(), claim.request(), claim.key(), claim.source());
    }

    private PostgresBookings instance(Runnable whileRedisIsAsked) {
        return instances.another(() -> 1_000_000_000L, whileRedisIsAsked);
    }
}
