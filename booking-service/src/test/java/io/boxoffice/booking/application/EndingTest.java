package io.boxoffice.booking.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Folders;
import io.boxoffice.booking.adapter.Stage;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.Overloaded;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** What a service that ends does with the groups it has, which a lock keeps in the database. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class EndingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** {@code quarkus.shutdown.timeout}, but in tests. */
    private static final long DRAIN_SECONDS = 10;

    @Inject
    Stage stage;

    @Inject
    Bookings bookings;

    @Inject
    SeatMapCache seatMaps;

    @Inject
    NewShows newShows;

    @Inject
    Proposals proposals;

    @Inject
    LaneMonitor monitor;

    @Inject
    LaneLimits limits;

    @Inject
    DataSource dataSource;

    @Test
    void aClaimInTheDatabaseAndOneThatWaitsAreCommittedAndAnsweredBeforeTheEnd() throws Exception {
        ShowId show = stage.show(3, 0);
        LaneLimits oneByOne = new LaneLimits(1, 1, 10, LONG, false);
        HoldSeats ending = new HoldSeats(bookings, seatMaps, newShows, proposals, oneByOne, monitor);
        ending.start(new Startup());
        List<CompletableFuture<ClaimOutcome>> answers;
        FutureTask<Boolean> allAnswered;
        try (Connection other = dataSource.getConnection();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE bookings IN EXCLUSIVE MODE");
            answers = List.of(hold(ending, show, 1), hold(ending, show, 2));
            await().atMost(LONG).until(() -> waitForBookings() > 0);
            allAnswered = new FutureTask<>(() -> {
                ending.stop(new Shutdown());
                return answers.stream().allMatch(CompletableFuture::isDone);
            });
            Thread stopping = Thread.ofPlatform().start(allAnswered);
            await().atMost(LONG).until(() -> stopping.getState() == Thread.State.WAITING);

            assertThat(hold(ending, show, 3).join()).isInstanceOf(Overloaded.class);
            assertThat(answers).noneMatch(CompletableFuture::isDone);
            other.rollback();
        }

        assertThat(allAnswered.get()).isTrue();
        assertThat(answers.stream().map(CompletableFuture::join)).allMatch(Held.class::isInstance);
        assertThat(stage.count("SELECT count(*) FROM bookings WHERE show_id = " + show.value()))
                .isEqualTo(2);
        assertThat(stage.contradictions()).isZero();
    }

    /** Requests under way have ended by then; a group may begin at the last moment, and nobody answer its COMMIT. */
    @Test
    void theDatabaseEndsALastGroupBeforeTheServiceIsKilled() throws IOException {
        long longest = stage.count("SELECT setting::bigint / 1000 FROM pg_settings WHERE name = 'transaction_timeout'");
        long commit = ConfigProvider.getConfig()
                .getValue("quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout", Long.class);
        long atMost = DRAIN_SECONDS + limits.maxWait().toSeconds() + longest + commit;
        String pod = "deploy/kubernetes/components/every-service/patch.yaml";

        assertThat(longest).isPositive().isLessThan(commit);
        assertThat(seconds("docker-compose.yml", "stop_grace_period: (\\d+)s")).isGreaterThan(atMost);
        assertThat(seconds(pod, "terminationGracePeriodSeconds: (\\d+)"))
                .isGreaterThan(seconds(pod, "\\bseconds: (\\d+)") + atMost);
    }

    /** The first of its kind. */
    private static long seconds(String file, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern)
                .matcher(Files.readString(Folders.checkout(Path.of("")).resolve(file)));
        assertThat(found.find()).as("%s in %s", pattern, file).isTrue();
        return Long.parseLong(found.group(1));
    }

    private long waitForBookings() {
        return stage.count("SELECT count(*) FROM pg_locks WHERE relation = 'bookings'::regclass AND NOT granted");
    }

    private static CompletableFuture<ClaimOutcome> hold(HoldSeats holdSeats, ShowId show, int seat) {
        return holdSeats
                .handle(new HoldSeats.Command(Stage.customer(), show, new Named(List.of(seat)), null))
                .toCompletableFuture();
    }
}
