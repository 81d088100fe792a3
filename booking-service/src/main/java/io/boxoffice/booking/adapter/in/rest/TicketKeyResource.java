package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.kernel.ticket.TicketKeys;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The public keys of tickets for whoever checks them at an entrance, without asking us about each: a JSON Web Key Set
 * (RFC 7517, 8037). It is made at the start, so that a missing key ends the start.
 */
@Startup
@Singleton
@Path("/api/v1/ticket-keys")
public class TicketKeyResource {

    private static final int PUBLIC_KEY_BYTES = 32;
    private static final String CACHEABLE = "public, max-age=300";

    private final KeySet keys;

    TicketKeyResource(TicketKeys keys) {
        this.keys = new KeySet(keys.publicKeys().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> Key.of(entry.getKey(), entry.getValue()))
                .toList());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response all() {
        return Response.ok(keys).header(HttpHeaders.CACHE_CONTROL, CACHEABLE).build();
    }

    /** All keys whose tickets are valid. */
    record KeySet(List<Key> keys) {}

    /** One key; {@code kid} is the number that its codes carry. */
    record Key(String kty, String crv, String use, String kid, String x) {

        /** The bare key is what X.509's frame ends with. */
        static Key of(int number, PublicKey key) {
            byte[] framed = key.getEncoded();
            byte[] bare = Arrays.copyOfRange(framed, framed.length - PUBLIC_KEY_BYTES, framed.length);
            String x = Base64.getUrlEncoder().withoutPadding().encodeToString(bare);
            return new Key("OKP", "Ed25519", "sig", String.valueOf(number), x);
        }
    }
}
