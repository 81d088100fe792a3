package io.boxoffice.notification.domain;

import java.util.regex.Pattern;

/** Text from outside, made fit for one line. */
final class OneLine {

    private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

    static String of(String text) {
        return BREAKS.matcher(text).replaceAll(" ").strip();
    }

    private OneLine() {}
}
