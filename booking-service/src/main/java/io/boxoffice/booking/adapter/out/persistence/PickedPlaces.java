package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Section;
import io.boxoffice.kernel.id.ShowId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Free places of a general admission section, locked for a group: as many as it wants together, and no more, so that
 * there are others for the groups of other instances.
 */
final class PickedPlaces {

    private static final String PICK = """
            SELECT s.seat_no
            FROM seats s JOIN sections sec ON sec.show_id = s.show_id AND sec.section_no = s.section_no
            WHERE s.show_id = ? AND s.seat_no BETWEEN ? AND ?
              AND seat_is_free(s.status, s.held_until, sec.waiting)
            ORDER BY s.seat_no
            LIMIT ?
            FOR UPDATE OF s SKIP LOCKED
            """;

    private static final String COUNT = """
            SELECT count(*)
            FROM seats s JOIN sections sec ON sec.show_id = s.show_id AND sec.section_no = s.section_no
            WHERE s.show_id = ? AND s.seat_no BETWEEN ? AND ?
              AND seat_is_free(s.status, s.held_until, sec.waiting)
            """;

    private final Queue<Integer> locked;
    private final int elsewhere;

    /**
     * What was locked.
     *
     * @param elsewhere how many more are free, but in somebody's hands
     */
    private PickedPlaces(List<Integer> locked, int elsewhere) {
        this.locked = new ArrayDeque<>(locked);
        this.elsewhere = elsewhere;
    }

    /** From a random start, so that groups that come together do not all look at the same ones. */
    static PickedPlaces pick(Connection connection, ShowId show, Section section, int wanted) throws SQLException {
        int first = section.firstSeat();
        int last = first + section.capacity() - 1;
        int start = ThreadLocalRandom.current().nextInt(first, last + 1);
        List<Integer> locked = numbers(connection, PICK, show, start, last, wanted);
        if (locked.size() < wanted && start > first) {
            locked.addAll(numbers(connection, PICK, show, first, start - 1, wanted - locked.size()));
        }
        boolean tooFew = locked.size() < wanted;
        int free = tooFew ? numbers(connection, COUNT, show, first, last).getFirst() : locked.size();
        return new PickedPlaces(locked, free - locked.size());
    }

    /** So many of them, or none if there are fewer. */
    List<Integer> take(int quantity) {
        return quantity > locked.size()
                ? List.of()
                : Stream.generate(locked::remove).limit(quantity).sorted().toList();
    }

    /** Whether there are so many, should others let go of theirs. */
    boolean mayHave(int quantity) {
        return quantity <= locked.size() + elsewhere;
    }

    private static List<Integer> numbers(Connection connection, String sql, ShowId show, int... numbers)
            throws SQLException {
        List<Integer> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, show.value());
            for (int i = 0; i < numbers.length; i++) {
                select.setInt(i + 2, numbers[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getInt(1));
                }
            }
        }
        return found;
    }
}
