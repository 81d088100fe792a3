package io.boxoffice.show.domain;

/** Somebody who wants to change a show. */
public record Caller(String id, boolean admin) {

    boolean mayChange(Show show) {
        return admin || id.equals(show.organiserId());
    }
}
