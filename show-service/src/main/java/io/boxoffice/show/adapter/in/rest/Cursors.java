package io.boxoffice.show.adapter.in.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.temporal.ChronoUnit.MICROS;

import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.application.port.Shows.Position;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Where the next page starts, as text that means nothing to anybody else. */
final class Cursors {

    static String write(Position position) {
        long micros = MICROS.between(Instant.EPOCH, position.startsAt());
        String text = micros + "." + position.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(US_ASCII));
    }

    static Optional<Position> read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), US_ASCII);
            int dot = text.indexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            Instant startsAt = Instant.EPOCH.plus(Long.parseLong(text.substring(0, dot)), MICROS);
            return Optional.of(new Position(startsAt, ShowId.fromString(text.substring(dot + 1))))
                    .filter(position -> Times.isReasonable(position.startsAt()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cursors() {}
}
