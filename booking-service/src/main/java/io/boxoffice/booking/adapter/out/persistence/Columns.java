package io.boxoffice.booking.adapter.out.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands many rows to one statement: each parameter is an array, one element for each row. */
final class Columns {

    private final Connection connection;
    private final PreparedStatement statement;
    private int index;

    Columns(Connection connection, PreparedStatement statement) {
        this(connection, statement, 0);
    }

    /** Starts behind parameters that have been set. */
    Columns(Connection connection, PreparedStatement statement, int parametersSet) {
        this.index = parametersSet;
        this.connection = connection;
        this.statement = statement;
    }

    <T> void add(String sqlType, List<T> rows, Function<T, @Nullable Object> value) throws SQLException {
        @Nullable Object[] values = new Object[rows.size()];
        for (int row = 0; row < values.length; row++) {
            values[row] = value.apply(rows.get(row));
        }
        index++;
        statement.setArray(index, connection.createArrayOf(sqlType, values));
    }
}
