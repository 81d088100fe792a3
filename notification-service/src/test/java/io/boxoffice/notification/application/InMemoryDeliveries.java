package io.boxoffice.notification.application;

import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.notification.application.port.Deliveries;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A delivery log for tests of use cases. */
public final class InMemoryDeliveries implements Deliveries {

    private final Map<String, Delivery> byEvent = new LinkedHashMap<>();
    private long lastId;
    private final Map<String, Event> events = new HashMap<>();
    private final Map<BookingId, Withdrawal> withdrawn = new HashMap<>();

    private record Withdrawal(int version, Instant at) {}

    @Override
    public synchronized Delivery open(String eventId, Mail mail) {
        events.putIfAbsent(eventId, mail.event());
        return byEvent.computeIfAbsent(
                eventId,
                id -> new Delivery(
                        ++lastId,
                        mail.booking(),
                        mail.kind(),
                        mail.address(),
                        mail.messageId(),
                        Delivery.Status.QUEUED,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Instant.now(),
                        Instant.now(),
                        Optional.empty()));
    }

    @Override
    public synchronized Optional<Told> find(long id) {
        return byEvent.entrySet().stream()
                .filter(entry -> entry.getValue().id() == id)
                .map(entry -> new Told(entry.getValue(), told(entry.getKey())))
                .findFirst();
    }

    @Override
    public synchronized int forget(Instant before, int limit) {
        List<String> old = byEvent.entrySet().stream()
                .filter(entry -> entry.getValue().createdAt().isBefore(before))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(byEvent::remove);
        withdrawn.values().removeIf(withdrawal -> withdrawal.at().isBefore(before));
        return old.size();
    }

    @Override
    public synchronized void withdraw(BookingId booking, int version) {
        withdrawn.merge(
                booking,
                new Withdrawal(version, Instant.now()),
                (known, next) -> new Withdrawal(Math.max(known.version(), next.version()), next.at()));
    }

    @Override
    public synchronized boolean isSuperseded(Mail mail) {
        int version = mail.event().sequence();
        return mail.booking()
                .filter(booking -> wasTakenBack(booking, version)
                        || byEvent.entrySet().stream()
                                .filter(entry -> entry.getValue().isSent())
                                .filter(entry -> entry.getValue().booking().equals(mail.booking()))
                                .anyMatch(entry -> told(entry.getKey()).sequence() > version))
                .isPresent();
    }

    private boolean wasTakenBack(BookingId booking, int version) {
        Withdrawal withdrawal = withdrawn.get(booking);
        return withdrawal != null && withdrawal.version() > version;
    }

    private Event told(String id) {
        return Objects.requireNonNull(events.get(id));
    }

    @Override
    public synchronized boolean wasSentAgain(Delivery delivery) {
        Event told = find(delivery.id()).orElseThrow().event();
        return delivery.booking().isPresent()
                && byEvent.entrySet().stream()
                        .filter(entry -> entry.getValue().isSent()
                                && entry.getValue().id() > delivery.id()
                                && entry.getValue().kind() == delivery.kind()
                                && entry.getValue().booking().equals(delivery.booking()))
                        .anyMatch(entry -> told(entry.getKey()).sequence() == told.sequence());
    }

    @Override
    public synchronized void update(Delivery delivery) {
        byEvent.replaceAll((event, known) -> known.id() == delivery.id() && !known.isSent() ? delivery : known);
    }

    @Override
    public synchronized List<Delivery> of(BookingId booking, int limit) {
        return byEvent.values().stream()
                .filter(delivery -> delivery.booking().equals(Optional.of(booking)))
                .sorted(Comparator.comparingLong(Delivery::id).reversed())
                .limit(limit)
                .toList();
    }
}
