package io.boxoffice.kernel.messaging;

import org.jspecify.annotations.Nullable;

/** A message that no retry can make readable. */
public final class UnreadableEventException extends PermanentFailureException {

    private static final long serialVersionUID = 1L;

    public UnreadableEventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
