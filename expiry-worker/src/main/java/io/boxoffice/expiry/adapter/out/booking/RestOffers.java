package io.boxoffice.expiry.adapter.out.booking;

import io.boxoffice.expiry.application.port.Offers;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Has booking-service offer seats. */
@ApplicationScoped
class RestOffers implements Offers {

    private final InternalOffers offers;

    RestOffers(@RestClient InternalOffers offers) {
        this.offers = offers;
    }

    @Override
    public Round offer(ShowId show) {
        return round(offers.offer(show.toString()));
    }

    @Override
    public Round sweep() {
        return round(offers.sweep());
    }

    private static Round round(InternalOffers.Answer answer) {
        return new Round(answer.offers(), answer.more());
    }
}
