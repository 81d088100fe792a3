package io.boxoffice.notification.application;

import io.boxoffice.notification.application.port.Deliveries;

class InMemoryDeliveriesTest extends DeliveriesContract {

    private final InMemoryDeliveries deliveries = new InMemoryDeliveries();

    @Override
    protected Deliveries deliveries() {
        return deliveries;
    }
}
