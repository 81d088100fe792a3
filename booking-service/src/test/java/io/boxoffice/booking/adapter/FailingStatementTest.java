package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.application.HoldSeats;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL itself refuses what one of a full group wants to write, in the middle of the statement that writes all of
 * them. A trigger that waits keeps the lane busy until the group is together.
 */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class FailingStatementTest {

    private static final int GATE = 4712;
    private static final int GROUP = 64;
    private static final int UNWANTED = 31;
    private static final int UNSPEAKABLE = 47;

    @Inject
    Stage stage;

    @Inject
    HoldSeats holdSeats;

    @Inject
    DataSource dataSource;

    private History history = new History();

    @BeforeEach
    void begin() {
        history = stage.history();
    }

    @AfterEach
    void settle() {
        stage.execute("DROP TRIGGER IF EXISTS refuse_some ON bookings");
        stage.settle();
        assertThat(stage.contradictions()).isZero();
        assertThat(history.check(stage.books())).isEmpty();
    }

    @Test
    void theOthersOfTheGroupGetTheirSeats() throws Exception {
        ShowId show = stage.show(GROUP + 1, 0);
        refuseSome();
        List<CompletableFuture<ClaimOutcome>> group = new ArrayList<>();
        CompletableFuture<ClaimOutcome> before;
        try (Connection gate = dataSource.getConnection();
                Statement lock = gate.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(" + GATE + ")");
            before = hold(show, GROUP + 1, new Customer("waits", "waits@customers.example", null, "en"));
            await().atMost(Duration.ofSeconds(20)).until(() -> waitingLanes() == 1);
            IntStream.rangeClosed(1, GROUP).forEach(seat -> group.add(hold(show, seat, customer(seat))));
            lock.execute("SELECT pg_advisory_unlock(" + GATE + ")");
        }

        assertThat(before.join()).isInstanceOf(Held.class);
        for (int seat = 1; seat <= GROUP; seat++) {
            CompletableFuture<ClaimOutcome> answer = group.get(seat - 1);
            if (seat == UNWANTED || seat == UNSPEAKABLE) {
                assertThatThrownBy(answer::join).hasRootCauseInstanceOf(java.sql.SQLException.class);
            } else {
                assertThat(answer.join()).as("seat %d", seat).isInstanceOf(Held.class);
            }
        }
        String ofShow = " WHERE show_id = " + show.value();
        assertThat(stage.count("SELECT count(DISTINCT xmin::text) FROM bookings" + ofShow))
                .as("transactions: each alone, because the group's own failed")
                .isEqualTo(1 + GROUP - 2);
        stage.execute("DROP TRIGGER refuse_some ON bookings");
        assertThat(hold(show, UNWANTED, Stage.customer()).join()).isInstanceOf(Held.class);
        assertThat(hold(show, UNSPEAKABLE, Stage.customer()).join()).isInstanceOf(Held.class);
    }

    /** One whom a trigger refuses, and one with a character in the name that PostgreSQL cannot store. */
    private static Customer customer(int seat) {
        return switch (seat) {
            case UNWANTED -> new Customer("unwanted", "unwanted@customers.example", null, "en");
            case UNSPEAKABLE -> new Customer("unspeakable", "unspeakable@customers.example", "\0", "en");
            default -> Stage.customer();
        };
    }

    private void refuseSome() {
        stage.execute("""
                CREATE OR REPLACE FUNCTION refuse_some() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.customer_id = 'waits' THEN
                        PERFORM pg_advisory_xact_lock(%d);
                    ELSIF NEW.customer_id = 'unwanted' THEN
                        RAISE check_violation;
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER refuse_some BEFORE INSERT ON bookings FOR EACH ROW EXECUTE FUNCTION refuse_some()
                """.formatted(GATE));
    }

    private long waitingLanes() {
        return stage.count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    }

    private CompletableFuture<ClaimOutcome> hold(ShowId show, int seat, Customer customer) {
        Call call = history.hold(show.toString(), List.of(seat));
        return holdSeats
                .handle(new HoldSeats.Command(customer, show, new Named(List.of(seat)), null))
                .thenApply(outcome -> Stage.told(call, outcome))
                .toCompletableFuture();
    }
}
