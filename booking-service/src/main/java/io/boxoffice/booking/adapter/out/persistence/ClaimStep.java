package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A step on a group's way to its seats: settles some claims itself and hands the others on. */
@FunctionalInterface
interface ClaimStep {

    /** One outcome for each claim, in their order, all in the transaction of the connection. */
    List<ClaimOutcome> claim(Connection connection, List<Claim> claims) throws SQLException;
}
