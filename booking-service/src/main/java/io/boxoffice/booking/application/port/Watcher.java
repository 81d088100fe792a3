package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.live.News;

/** Somebody who watches the seats of a show. */
@FunctionalInterface
public interface Watcher {

    /** First everything, then what is new. Never blocks, never fails. */
    void tell(News news);
}
