package io.boxoffice.kernel.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.kernel.support.Backends;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final Inbox inbox = new Inbox();
    private final String event = UUID.randomUUID().toString();

    @Test
    void only_the_first_delivery_is_the_first() throws SQLException {
        try (Connection connection = Backends.postgres().getConnection()) {
            assertThat(inbox.isFirst(connection, "mail", event)).isTrue();
            assertThat(inbox.isFirst(connection, "mail", event)).isFalse();
            assertThat(inbox.isFirst(connection, "seats", event)).isTrue();
            assertThat(inbox.isFirst(connection, "mail", event + "2")).isTrue();
        }
    }

    @Test
    void an_effect_that_was_rolled_back_did_not_happen() throws SQLException {
        try (Connection connection = Backends.postgres().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(inbox.isFirst(connection, "mail", event)).isTrue();
            connection.rollback();
            assertThat(inbox.isFirst(connection, "mail", event)).isTrue();
            connection.commit();
        }
    }

    @Test
    void of_many_deliveries_at_once_one_is_the_first() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<Boolean> delivery = () -> {
                try (Connection connection = Backends.postgres().getConnection()) {
                    return inbox.isFirst(connection, "mail", event);
                }
            };
            long first = 0;
            for (Future<Boolean> result : threads.invokeAll(
                    IntStream.range(0, 8).mapToObj(i -> delivery).toList())) {
                first += result.get() ? 1 : 0;
            }
            assertThat(first).isEqualTo(1);
        }
    }

    @Test
    void a_second_delivery_waits_for_the_first_to_commit_or_to_fail() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(1);
                Connection first = Backends.postgres().getConnection();
                Connection second = Backends.postgres().getConnection()) {
            first.setAutoCommit(false);
            assertThat(inbox.isFirst(first, "mail", event)).isTrue();
            Future<Boolean> waiting = threads.submit(() -> inbox.isFirst(second, "mail", event));
            Awaitility.await().until(InboxTest::someoneWaitsForALock);
            assertThat(waiting).isNotDone();
            first.rollback();
            assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean someoneWaitsForALock() throws SQLException {
        try (Connection connection = Backends.postgres().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }
}
