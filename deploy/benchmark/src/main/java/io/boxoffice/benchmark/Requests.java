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
        return post("/api/v1/bookings", "{\"showId\":\"" + show + "\",\"seats\":" + seats + "}");
    }

    byte[] places(String show, String section, int quantity) {
        return post(
                "/api/v1/bookings",
                "{\"showId\":\"" + show + "\",\"section\":\"" + section + "\",\"quantity\":" + quantity + "}");
    }

    /** To {@code confirm} or {@code cancel}. */
    byte[] decide(String booking, String action) {
        return post("/api/v1/bookings/" + booking + "/" + action, "");
    }

    private byte[] post(String path, String body) {
        return ("POST " + path + head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The text of a field of a JSON answer; empty if it is not there. */
    static String field(String body, String name) {
        String key = "\"" + name + "\":\"";
        int at = body.indexOf(key);
        return at < 0 ? "" : body.substring(at + key.length(), body.indexOf('"', at + key.length()));
    }
}
