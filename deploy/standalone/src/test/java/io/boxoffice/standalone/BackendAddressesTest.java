package io.boxoffice.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BackendAddressesTest {
    @Test
    void takesTheBrokersAddressApart() {
        var given = new BackendAddresses(Map.of("BOXOFFICE_RABBITMQ_URL", "amqp://me:secret@broker:5673/tickets"));
        assertThat(given.givesRabbit()).isTrue();
        assertThat(given.rabbit())
                .containsEntry("BOXOFFICE_RABBITMQ_HOST", "broker")
                .containsEntry("BOXOFFICE_RABBITMQ_PORT", "5673")
                .containsEntry("BOXOFFICE_RABBITMQ_USERNAME", "me")
                .containsEntry("BOXOFFICE_RABBITMQ_PASSWORD", "secret")
                .containsEntry("BOXOFFICE_RABBITMQ_VIRTUAL_HOST", "tickets");
    }

    @Test
    void fillsInWhatTheBrokersAddressLeavesOut() {
        assertThat(new BackendAddresses(Map.of("BOXOFFICE_RABBITMQ_URL", "amqp://broker")).rabbit())
                .containsEntry("BOXOFFICE_RABBITMQ_PORT", "5672")
                .containsEntry("BOXOFFICE_RABBITMQ_VIRTUAL_HOST", "/");
    }

    @Test
    void aLoginMayHaveAPasswordOfItsOwn() {
        var given = new BackendAddresses(Map.of(
                "BOXOFFICE_POSTGRES_URL", "jdbc:postgresql://database:5432", "BOXOFFICE_SHOW_PASSWORD", "secret"));
        assertThat(given.login("show-service")).containsExactly(Map.entry("BOXOFFICE_POSTGRES_PASSWORD", "secret"));
        assertThat(given.login("booking-service")).isEmpty();
        assertThat(given.login("expiry-worker")).isEmpty();
    }

    @Test
    void whoeverBringsNoDatabaseGivesNoPasswordOfIt() {
        assertThat(new BackendAddresses(Map.of("BOXOFFICE_SHOW_PASSWORD", "secret")).login("show-service"))
                .isEmpty();
    }

    @Test
    void withoutAddressesEverythingIsStarted() {
        var nothing = new BackendAddresses(Map.of());
        assertThat(nothing.givesPostgres()).isFalse();
        assertThat(nothing.givesRabbit()).isFalse();
        assertThat(nothing.rabbit()).isEmpty();
    }
}
