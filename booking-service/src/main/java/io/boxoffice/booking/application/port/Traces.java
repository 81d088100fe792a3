package io.boxoffice.booking.application.port;

import org.jspecify.annotations.Nullable;

/** Tells which request is being served, so that what it causes later can be traced back to it. */
public interface Traces {

    /** The W3C trace context of the current request, if there is one. */
    @Nullable
    String current();
}
