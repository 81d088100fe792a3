package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.Claim;
import java.util.List;

/** Keeps requests that are answered before they are served, whatever happens to the database meanwhile. */
public interface RequestQueue {

    /** Keeps all of them; false if that is not sure, and then any of them may have been kept. */
    boolean send(List<Claim> requests);

    /** Reads a request as the queue hands it back. */
    Claim read(byte[] body);
}
