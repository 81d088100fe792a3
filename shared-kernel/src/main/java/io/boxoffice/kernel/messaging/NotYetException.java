package io.boxoffice.kernel.messaging;

/**
 * An effect whose time has not come, although nothing is wrong. Its message comes back after the first pause, as often as
 * it takes, and keeps none from being worked on meanwhile; whoever throws this knows when to give up.
 */
public class NotYetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotYetException(String message) {
        super(message, null, false, false);
    }
}
