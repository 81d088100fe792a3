package io.boxoffice.notification.adapter.out.persistence;

import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.messaging.EventCodec;
import java.time.Instant;

/** An event as a row keeps it: in the form of its contract, which later releases can read. */
final class StoredEvent {

    static byte[] write(String eventId, Instant time, Event event) {
        return EventCodec.write(new Envelope(eventId, "/notification-service", time, null, event));
    }

    static Event read(byte[] stored) {
        return EventCodec.read(stored).event();
    }

    private StoredEvent() {}
}
