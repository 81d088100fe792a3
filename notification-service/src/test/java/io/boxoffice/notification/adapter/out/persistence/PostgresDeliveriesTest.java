package io.boxoffice.notification.adapter.out.persistence;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.notification.application.DeliveriesContract;
import io.boxoffice.notification.application.port.Deliveries;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(
        value = BoxOfficeBackends.class,
        initArgs = @ResourceArg(name = "module", value = "notification"),
        restrictToAnnotatedClass = true)
class PostgresDeliveriesTest extends DeliveriesContract {

    @Inject
    Deliveries deliveries;

    @Override
    protected Deliveries deliveries() {
        return deliveries;
    }
}
