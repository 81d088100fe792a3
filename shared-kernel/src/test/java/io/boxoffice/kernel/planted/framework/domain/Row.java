package io.boxoffice.kernel.planted.framework.domain;

import java.sql.SQLException;

/** A domain class that does input and output. */
public interface Row {
    void load() throws SQLException;
}
