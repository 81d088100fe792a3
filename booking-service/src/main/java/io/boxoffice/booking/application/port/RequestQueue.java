package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.Claim;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps requests that are answered before they are served, whatever happens to the database meanwhile. */
public interface RequestQueue {

    /** Keeps all of them; false if that is not sure, and then any of them may have been kept. */
    boolean send(List<Request> requests);

    /** Reads a request as the queue hands it back. */
    Claim read(byte[] body);

    /**
     * What somebody asks for.
     *
     * @param trace the call by which they did
     */
    record Request(Claim claim, @Nullable String trace) {}
}
