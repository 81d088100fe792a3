package io.boxoffice.booking.adapter.out.persistence;

import java.sql.SQLException;
import java.util.List;

/**
 * One seat that a claim goes for.
 *
 * @param claim its index in the group
 */
record WantedSeat(int claim, long show, int seat) {

    /** The first three columns of every statement about wanted seats. */
    static void add(Columns columns, List<WantedSeat> wanted) throws SQLException {
        columns.add("int", wanted, WantedSeat::claim);
        columns.add("bigint", wanted, WantedSeat::show);
        columns.add("int", wanted, WantedSeat::seat);
    }
}
