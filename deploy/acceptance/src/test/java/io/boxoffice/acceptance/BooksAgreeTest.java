package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.Folders;
import io.boxoffice.backends.Mail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * After what the other tests did: seats, bookings, events and the inbox tell the same story. Before the test that sells
 * more than the inbox keeps.
 */
@Order(Integer.MAX_VALUE - 2)
class BooksAgreeTest {

    private final House house = House.open();

    @Test
    void nothingIsSoldTwiceStuckOrUntold() throws Exception {
        String contradictions = Files.readString(Folders.checkout(Path.of("")).resolve("deploy/operations/books.sql"));
        try (Connection booking = house.database("booking");
                Connection show = house.database("show");
                Connection notification = house.database("notification")) {
            await().atMost(People.PATIENCE)
                    .untilAsserted(() -> assertThat(count(
                                    booking,
                                    "SELECT count(*) FROM bookings WHERE status = 'PENDING'"
                                            + " AND held_until < now() - interval '2 seconds'"))
                            .as("holds that nobody expired")
                            .isZero());
            await().atMost(People.PATIENCE)
                    .untilAsserted(() -> assertThat(count(booking, "SELECT count(*) FROM outbox")
                                    + count(show, "SELECT count(*) FROM outbox"))
                            .as("events that were not published")
                            .isZero());
            assertThat(count(booking, "SELECT count(*) FROM (" + contradictions.replace(";", "") + ") AS found"))
                    .as("contradictions")
                    .isZero();
            assertThat(count(booking, "SELECT count(*) FROM bookings WHERE status = 'CONFIRMED'"))
                    .isPositive();
            await().atMost(People.PATIENCE)
                    .untilAsserted(() -> assertThat(withoutMail(booking))
                            .as("customers who were not told")
                            .isEmpty());
            assertThat(count(notification, "SELECT count(*) FROM deliveries WHERE status = 'QUEUED'"))
                    .isZero();
        }
    }

    /** Mail addresses of confirmed and expired bookings that no mail was sent to. */
    private Set<String> withoutMail(Connection booking) throws SQLException {
        Set<String> told =
                house.mailbox().mails().stream().map(Mail::to).collect(Collectors.toCollection(HashSet::new));
        Set<String> untold = new TreeSet<>();
        try (Statement statement = booking.createStatement();
                ResultSet row = statement.executeQuery("SELECT DISTINCT customer_email FROM bookings"
                        + " WHERE status = 'CONFIRMED' OR (status = 'FAILED' AND reason = 'EXPIRED')")) {
            while (row.next()) {
                if (!told.contains(row.getString(1))) {
                    untold.add(row.getString(1));
                }
            }
        }
        return untold;
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
