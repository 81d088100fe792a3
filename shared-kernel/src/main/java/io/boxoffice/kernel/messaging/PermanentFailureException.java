package io.boxoffice.kernel.messaging;

import org.jspecify.annotations.Nullable;

/** An effect that will fail each time it is tried; its message goes to the dead-letter queue at once. */
public class PermanentFailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PermanentFailureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
