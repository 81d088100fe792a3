package io.boxoffice.expiry.adapter.in.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells whether expiring works. Never DOWN: a restart would not bring booking-service back. */
@Readiness
@ApplicationScoped
public class ExpiryHealth implements HealthCheck {

    private final ExpirySchedule schedule;

    ExpiryHealth(ExpirySchedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("expiry")
                .up()
                .withData("booking-service", schedule.isAnswered() ? "UP" : "DOWN")
                .withData("lastSuccessAgeSeconds", schedule.age().toSeconds())
                .build();
    }
}
