package io.boxoffice.kernel.limit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So much at once, and as much again in each window: a full bucket of {@code count} tokens that fills up evenly within the
 * window. Written {@code 20 per 10s} or {@code 20 per 10m}.
 *
 * @param count tokens, one for each request or place
 */
public record Quota(long count, Duration window) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) per (\\d{1,6})([smh])");

    public Quota {
        if (count < 1 || window.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a quota is at least 1 per second: " + count + " per " + window);
        }
    }

    /** Reads what the configuration says. */
    public static Quota parse(CharSequence text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("A quota is written like '20 per 10s', not '" + text + "'");
        }
        long length = Long.parseLong(parts.group(2));
        Duration window = switch (parts.group(3)) {
            case "h" -> Duration.ofHours(length);
            case "m" -> Duration.ofMinutes(length);
            default -> Duration.ofSeconds(length);
        };
        return new Quota(Long.parseLong(parts.group(1)), window);
    }

    long windowMicros() {
        return window.toMillis() * 1_000;
    }

    /** How long it takes until so many tokens are there again. */
    long fillingMicros(long tokens) {
        return Math.max(1, windowMicros() * tokens / count);
    }
}
