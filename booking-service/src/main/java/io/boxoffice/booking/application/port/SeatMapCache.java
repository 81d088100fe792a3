package io.boxoffice.booking.application.port;

import io.boxoffice.kernel.id.ShowId;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Remembers rendered seat maps for a few seconds. May forget at any time. */
public interface SeatMapCache {

    /** The remembered map, else the one that is rendered now. Never blocks. */
    CompletionStage<byte[]> get(ShowId show, Supplier<byte[]> render);

    /**
     * Forgets the show's map, soon, and lets all who watch the show look at it; to be called after the commit that changed
     * a seat. Never blocks.
     */
    void drop(ShowId show);
}
