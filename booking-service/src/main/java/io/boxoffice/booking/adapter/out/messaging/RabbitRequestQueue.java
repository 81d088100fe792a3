package io.boxoffice.booking.adapter.out.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.boxoffice.booking.application.RequestTerms;
import io.boxoffice.booking.application.port.RequestQueue;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.kernel.messaging.ConfirmedPublisher;
import io.boxoffice.kernel.messaging.IdJson;
import io.boxoffice.kernel.messaging.OutgoingMessage;
import io.boxoffice.kernel.messaging.PermanentFailureException;
import io.boxoffice.kernel.messaging.PublishException;
import io.boxoffice.kernel.messaging.Topology;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Requests wait in RabbitMQ, on disk, until their time is over. Only this service reads what it wrote. */
@ApplicationScoped
class RabbitRequestQueue implements RequestQueue {

    private static final Logger LOG = Logger.getLogger(RabbitRequestQueue.class);

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new IdJson())
            .addMixIn(SeatRequest.class, TaggedRequest.class)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private final ConfirmedPublisher publisher;
    private final Duration timeToLive;

    RabbitRequestQueue(ConfirmedPublisher publisher, RequestTerms terms) {
        this.publisher = publisher;
        this.timeToLive = terms.timeToLive();
    }

    /** Tells the kinds of requests apart in JSON. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = SeatRequest.Named.class, name = "NAMED"),
        @JsonSubTypes.Type(value = SeatRequest.Places.class, name = "PLACES"),
        @JsonSubTypes.Type(value = SeatRequest.Best.class, name = "BEST")
    })
    private interface TaggedRequest {}

    /** How requests wait. */
    @ConfigMapping(prefix = "boxoffice.requests")
    interface RequestSettings {

        /** How long a request may wait to be served; then it has failed. */
        @WithDefault("2m")
        Duration timeToLive();
    }

    @Produces
    @Dependent
    static RequestTerms terms(RequestSettings settings) {
        return new RequestTerms(settings.timeToLive());
    }

    @Override
    public boolean send(List<Request> requests) {
        try {
            publisher.publish(requests.stream().map(this::message).toList());
            return true;
        } catch (PublishException e) {
            LOG.warnf("%d requests were refused: %s (%s)", requests.size(), e.getMessage(), e.getCause());
            return false;
        }
    }

    @Override
    public Claim read(byte[] body) {
        try {
            Claim claim = JSON.readValue(body, Claim.class);
            if (claim == null || claim.id() == null || claim.customer() == null || claim.request() == null) {
                throw new PermanentFailureException("the request lacks a part", null);
            }
            return claim;
        } catch (IOException e) {
            throw new PermanentFailureException("the request cannot be read", e);
        }
    }

    private OutgoingMessage message(Request request) {
        try {
            return new OutgoingMessage(
                    Topology.TO_QUEUE,
                    Topology.BOOKING_REQUESTS.name(),
                    request.claim().id().toString(),
                    JSON.writeValueAsBytes(request.claim()),
                    OutgoingMessage.causedBy(request.trace()),
                    timeToLive);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request cannot be written", e);
        }
    }
}
