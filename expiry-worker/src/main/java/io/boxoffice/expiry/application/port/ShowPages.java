package io.boxoffice.expiry.application.port;

import io.boxoffice.kernel.id.ShowId;

/** The cached pages of shows, which everybody can live without. */
public interface ShowPages {

    /** Forgets every page of the show. */
    void drop(ShowId show);
}
