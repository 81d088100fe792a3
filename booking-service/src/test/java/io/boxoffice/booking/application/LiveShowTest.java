package io.boxoffice.booking.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.booking.application.port.SeatChanges;
import io.boxoffice.booking.domain.SeatMap.Status;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.ShowDetails;
import io.boxoffice.booking.domain.live.News;
import io.boxoffice.booking.domain.live.SeatState;
import io.boxoffice.booking.domain.live.Sighting;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveShowTest {

    private static final Currency EURO = Currency.getInstance("EUR");
    private static final ShowId ID = new ShowId(1);

    private final ExecutorService looks = Executors.newFixedThreadPool(2);
    private final AtomicInteger looked = new AtomicInteger();
    private final AtomicInteger version = new AtomicInteger();
    private final Semaphore mayLook = new Semaphore(1);
    private final Queue<News> told = new ConcurrentLinkedQueue<>();
    private final LiveShow live = new LiveShow(
            new Show(
                    ID,
                    1,
                    new ShowDetails(
                            "Hamlet",
                            "Globe",
                            Instant.EPOCH,
                            ZoneOffset.UTC,
                            EURO,
                            "olga",
                            Duration.ZERO,
                            Duration.ZERO),
                    Duration.ofMinutes(2),
                    List.of(new Section(1, "Stalls", 1, 4, 4, List.of(), new Money(100, EURO)))),
            new Database(),
            new LiveLimits(Duration.ZERO),
            InstantSource.system(),
            looks);

    @AfterEach
    void close() {
        looks.shutdownNow();
    }

    /** One seat, of which everybody knows the newest version; a look may take as long as the test wants. */
    private final class Database implements SeatChanges {

        @Override
        public Optional<Show> show(ShowId show) {
            return Optional.empty();
        }

        @Override
        public Sighting since(ShowId show, int[] versions) {
            int now = version.get();
            mayLook.acquireUninterruptibly();
            looked.incrementAndGet();
            if (now < 0) {
                throw new IllegalStateException("no database");
            }
            return new Sighting(
                    Instant.EPOCH,
                    now > versions[0] ? List.of(new SeatState(1, now, Status.BOOKED, null)) : List.of(),
                    Set.of());
        }
    }

    @Test
    void manyHintsDuringALookAreOneMoreLook() {
        version.set(1);
        live.enter(told::add);
        await().until(mayLook::hasQueuedThreads);
        version.set(2);
        for (int i = 0; i < 100; i++) {
            live.hint();
        }
        mayLook.release(100);
        await().until(() -> told.size() == 3);
        assertThat(told.stream().flatMap(news -> news.seats().stream()).map(SeatState::version))
                .containsExactly(1, 2);
        assertThat(looked).hasValue(3);
    }

    @Test
    void whoEntersWhereNobodyWatchedIsToldWhatHappenedMeanwhile() {
        mayLook.release(100);
        live.enter(told::add).run();
        await().until(() -> looked.get() == 2);
        version.set(1);
        live.hint();
        live.enter(told::add);
        await().until(() -> told.size() == 3);
        assertThat(told).last().extracting(News::whole).isEqualTo(false);
        assertThat(looked).hasValue(3);
    }

    @Test
    void aLookThatFailsIsMadeUpForByTheNext() {
        mayLook.release(100);
        version.set(-1);
        live.enter(told::add);
        await().until(() -> looked.get() == 2);
        version.set(1);
        await().until(() -> {
            live.hint();
            return told.size() == 2;
        });
    }

    @Test
    void whatNobodyWatchesIsGivenUpUnlessSomebodyIsAboutToEnter() {
        mayLook.release(100);
        Runnable leave = live.enter(told::add);
        assertThat(live.retire(Duration.ofMinutes(-1))).isFalse();
        leave.run();
        assertThat(live.retire(Duration.ofMinutes(1))).isFalse();
        assertThat(live.keep()).isTrue();
        assertThat(live.retire(Duration.ofMinutes(-1))).isTrue();
        assertThat(live.keep()).isFalse();
    }
}
