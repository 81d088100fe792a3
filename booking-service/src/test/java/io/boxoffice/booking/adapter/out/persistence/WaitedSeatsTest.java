package io.boxoffice.booking.adapter.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.adapter.Stage;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Free seats change between open sale and those who wait. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class WaitedSeatsTest {

    @Inject
    Stage stage;

    @Inject
    Database database;

    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void aSeatIsTakenOffSaleAndPutBackHoweverShortThePatience(int seconds) {
        ShowId show = stage.show(2, 0);

        int taken = database.inTransaction(
                connection -> new WaitedSeats(connection, show).takeOffSale(List.of(1), Duration.ofSeconds(seconds)));

        assertThat(taken).isEqualTo(1);
        assertThat(offSale(show)).isEqualTo(1);

        database.inTransaction(connection -> {
            new WaitedSeats(connection, show).putOnSale(List.of(1));
            return true;
        });

        assertThat(offSale(show)).isZero();
    }

    private long offSale(ShowId show) {
        return stage.count(
                "SELECT count(*) FROM seats WHERE held_until <= boxoffice_now() AND show_id = " + show.value());
    }
}
