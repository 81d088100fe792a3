package io.boxoffice.show.application.port;

import io.boxoffice.kernel.id.ShowId;
import java.util.function.Supplier;

/** Remembers rendered shows and lists for a while. May forget at any time. An empty page says that there is none. */
public interface ShowPages {

    /** The remembered page of the show, else the one that is rendered now. */
    byte[] show(ShowId id, Supplier<byte[]> render);

    /**
     * The remembered list, else the one that is rendered now.
     *
     * @param which everything that it was asked for with
     */
    byte[] list(String which, Supplier<byte[]> render);

    /** Forgets the show and all lists; to be called after the commit that changed it. */
    void drop(ShowId id);
}
