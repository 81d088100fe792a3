package io.boxoffice.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests as bytes, made for one customer's token. */
final class Requests {

    private final String head;

    Requests(String token) {
        head = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer " + token
                + "\r\nContent-Length: ";
    }

    byte[] hold(String show, List<Integer> seats) {
        return post("/api/v1/bookings", seatsOf(show, seats), "");
    }

    /** With an Idempotency-Key. */
    byte[] hold(String show, List<Integer> seats, String key) {
        return post("/api/v1/bookings", seatsOf(show, seats), "Idempotency-Key: \"" + key + "\"\r\n");
    }

    /** Places of general admission. */
    byte[] places(String show, int quantity) {
        return post(
                "/api/v1/bookings",
                "{\"showId\":\"" + show + "\",\"section\":\"" + Stage.SECTION + "\",\"quantity\":" + quantity + "}",
                "");
    }

    /** So many seats side by side, wherever they are best. */
    byte[] best(String show, int quantity) {
        return post(
                "/api/v1/bookings",
                "{\"showId\":\"" + show + "\",\"bestAvailable\":{\"quantity\":" + quantity + "}}",
                "");
    }

    private static String seatsOf(String show, List<Integer> seats) {
        return "{\"showId\":\"" + show + "\",\"seats\":" + seats + "}";
    }

    /** To {@code confirm} or {@code cancel}. */
    byte[] decide(String booking, String action) {
        return post("/api/v1/bookings/" + booking + "/" + action, "", "");
    }

    private byte[] post(String path, String body, String headers) {
        return ("POST " + path + head + body.length() + "\r\n" + headers + "\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
