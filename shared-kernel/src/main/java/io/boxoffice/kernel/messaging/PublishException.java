package io.boxoffice.kernel.messaging;

/** The broker did not confirm every message of a batch; any of them may have arrived. */
public final class PublishException extends Exception {

    private static final long serialVersionUID = 1L;

    public PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
