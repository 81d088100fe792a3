package io.boxoffice.kernel.planted.framework.domain;

import io.boxoffice.kernel.messaging.EventCodec;

/** A domain class that knows a technical part of the kernel. */
public interface Section {
    EventCodec codec();
}
