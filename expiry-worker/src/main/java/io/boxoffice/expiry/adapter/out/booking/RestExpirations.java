package io.boxoffice.expiry.adapter.out.booking;

import io.boxoffice.expiry.application.port.Expirations;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Has booking-service expire what is due. */
@ApplicationScoped
class RestExpirations implements Expirations {

    private final InternalBookings bookings;

    RestExpirations(@RestClient InternalBookings bookings) {
        this.bookings = bookings;
    }

    @Override
    public Batch expireDue(int limit) {
        InternalBookings.Answer answer = bookings.expire(new InternalBookings.Question(limit));
        return new Batch(answer.expired(), answer.more());
    }
}
