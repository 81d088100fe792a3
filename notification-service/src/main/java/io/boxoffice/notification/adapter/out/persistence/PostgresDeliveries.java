package io.boxoffice.notification.adapter.out.persistence;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.inbox.Inbox;
import io.boxoffice.kernel.messaging.Topology;
import io.boxoffice.notification.application.port.Deliveries;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** The delivery log in PostgreSQL; an event's entry and its mark in the inbox are made in one transaction. */
@ApplicationScoped
class PostgresDeliveries implements Deliveries, PanacheRepository<DeliveryRow> {

    private static final String FORGET = """
            WITH oldest AS (SELECT id FROM deliveries ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED),
                 forgotten AS (
                     DELETE FROM deliveries d USING oldest o WHERE d.id = o.id AND d.created_at < ?
                     RETURNING d.event_id),
                 marks AS (DELETE FROM inbox USING forgotten f WHERE consumer = ? AND inbox.event_id = f.event_id),
                 withdrawn AS (DELETE FROM withdrawals WHERE withdrawn_at < ?)
            SELECT count(*) FROM forgotten
            """;

    private static final String WITHDRAW = """
            INSERT INTO withdrawals AS known (booking_id, booking_version, withdrawn_at) VALUES (?1, ?2, now())
            ON CONFLICT (booking_id) DO UPDATE
            SET booking_version = greatest(known.booking_version, excluded.booking_version),
                withdrawn_at = excluded.withdrawn_at
            """;

    private static final String IS_SUPERSEDED = """
            SELECT EXISTS (
                    SELECT FROM deliveries WHERE booking_id = ?1 AND booking_version > ?2 AND status = 'SENT')
                OR EXISTS (SELECT FROM withdrawals WHERE booking_id = ?1 AND booking_version > ?2) AS superseded
            """;

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
    public Optional<Told> find(long id) {
        return findByIdOptional(id)
                .flatMap(row ->
                        Optional.ofNullable(row.event).map(event -> new Told(row.toDomain(), StoredEvent.read(event))));
    }

    /** An entry and its mark in the inbox go together, as they came. */
    @Override
    @Transactional
    public int forget(Instant before, int limit) {
        return getEntityManager().unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
                delete.setInt(1, limit);
                delete.setTimestamp(2, Timestamp.from(before));
                delete.setString(3, Topology.EMAIL_WORKER.name());
                delete.setTimestamp(4, Timestamp.from(before));
                try (ResultSet count = delete.executeQuery()) {
                    return count.next() ? count.getInt(1) : 0;
                }
            }
        });
    }

    @Override
    @Transactional
    public void withdraw(BookingId booking, int version) {
        getEntityManager()
                .createNativeQuery(WITHDRAW)
                .setParameter(1, booking.toString())
                .setParameter(2, version)
                .executeUpdate();
    }

    @Override
    @Transactional
    public boolean isSuperseded(Mail mail) {
        return mail.booking()
                .map(booking -> getEntityManager()
                        .createNativeQuery(IS_SUPERSEDED, Boolean.class)
                        .setParameter(1, booking.toString())
                        .setParameter(2, mail.event().sequence())
                        .getSingleResult())
                .filter(Boolean.TRUE::equals)
                .isPresent();
    }

    @Override
    @Transactional
    public boolean wasSentAgain(Delivery delivery) {
        DeliveryRow row = findById(delivery.id());
        return row.bookingId != null
                && count(
                                "bookingId = ?1 and bookingVersion = ?2 and kind = ?3 and id > ?4 and status = ?5",
                                row.bookingId,
                                row.bookingVersion,
                                row.kind,
                                row.id,
                                Delivery.Status.SENT)
                        > 0;
    }

    @Override
    @Transactional
    public void update(Delivery delivery) {
        DeliveryRow row = findById(delivery.id(), LockModeType.PESSIMISTIC_WRITE);
        if (row.status != Delivery.Status.SENT) {
            row.take(delivery);
        }
    }

    @Override
    @Transactional
    public List<Delivery> of(BookingId booking, int limit) {
        return find("bookingId = ?1 order by id desc", booking.toString()).page(0, limit).stream()
                .map(DeliveryRow::toDomain)
                .toList();
    }
}
