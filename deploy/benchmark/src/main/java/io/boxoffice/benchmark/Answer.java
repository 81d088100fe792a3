package io.boxoffice.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An HTTP answer; what is not asked for is not decoded. Good until the next request of its connection is sent. */
record Answer(int status, byte[] bytes, int body, int end) {

    String text() {
        return new String(bytes, body, end - body, StandardCharsets.UTF_8);
    }

    /** The text of a field of a JSON body; empty if it is not there. */
    String field(String name) {
        String text = text();
        String key = "\"" + name + "\":\"";
        int at = text.indexOf(key);
        return at < 0 ? "" : text.substring(at + key.length(), text.indexOf('"', at + key.length()));
    }

    /** All numbers of that name in a JSON body, in their order. */
    List<Integer> numbers(String name) {
        String text = text();
        String key = "\"" + name + "\":";
        List<Integer> numbers = new ArrayList<>();
        for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
            int number = 0;
            for (int i = at + key.length(); Character.isDigit(text.charAt(i)); i++) {
                number = 10 * number + Character.digit(text.charAt(i), 10);
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** Whether it has this header. */
    boolean has(String header) {
        return new String(bytes, 0, body, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .contains("\n" + header + ":");
    }
}
