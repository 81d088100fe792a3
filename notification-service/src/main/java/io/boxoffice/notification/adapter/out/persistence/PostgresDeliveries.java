package io.boxoffice.notification.adapter.out.persistence;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.inbox.Inbox;
import io.boxoffice.kernel.messaging.Topology;
import io.boxoffice.notification.application.port.Deliveries;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;

/** The delivery log in PostgreSQL; an event's entry and its mark in the inbox are made in one transaction. */
@ApplicationScoped
class PostgresDeliveries implements Deliveries, PanacheRepository<DeliveryRow> {

    private final Inbox inbox;

    PostgresDeliveries(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    @Transactional
    public Delivery open(String eventId, Mail mail) {
        boolean first = getEntityManager()
                .unwrap(Session.class)
                .doReturningWork(connection -> inbox.isFirst(connection, Topology.EMAIL_WORKER.name(), eventId));
        if (!first) {
            return find("eventId", eventId).singleResult().toDomain();
        }
        DeliveryRow row = DeliveryRow.queued(eventId, mail);
        persistAndFlush(row);
        return row.toDomain();
    }

    @Override
    @Transactional
    public void update(Delivery delivery) {
        findById(delivery.id()).take(delivery);
    }

    @Override
    @Transactional
    public List<Delivery> of(BookingId booking, int limit) {
        return find("bookingId = ?1 order by id desc", booking.toString()).page(0, limit).stream()
                .map(DeliveryRow::toDomain)
                .toList();
    }
}
