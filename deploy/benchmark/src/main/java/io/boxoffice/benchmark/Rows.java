package io.boxoffice.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that can be measured, in its order. A new row is a class and a line here. */
final class Rows {

    private static final Map<String, Row> NORMAL = normal();
    private static final Map<String, Row> APART = Map.of("scale", new Scale());

    private static Map<String, Row> normal() {
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("holds", new Holds());
        rows.put("latency", new HalfPeak());
        rows.put("best", new BestSeats());
        rows.put("places", new Places());
        rows.put("keys", new Keys());
        rows.put("sales", new Sales());
        rows.put("lone", new Lone());
        rows.put("hot", new HotShow());
        rows.put("refusals", new Refusals());
        rows.put("contention", new Contention());
        rows.put("overload", new Overload());
        rows.put("broker-away", new BrokerAway());
        rows.put("relay", new Relay());
        rows.put("mail", new Mails());
        rows.put("lapses", new Lapses());
        rows.put("reads", new Reads());
        rows.put("redis-away", new RedisAway());
        rows.put("live", new Live());
        return rows;
    }

    /** The names of a whole run. */
    static List<String> whole() {
        return List.copyOf(NORMAL.keySet());
    }

    /** The names of what takes too long for a whole run. */
    static List<String> apart() {
        return List.copyOf(APART.keySet());
    }

    static Row named(String name) {
        Row row = NORMAL.containsKey(name) ? NORMAL.get(name) : APART.get(name);
        if (row == null) {
            throw new IllegalArgumentException("There is no figure " + name + "; there are: "
                    + String.join(" ", whole()) + " " + String.join(" ", apart()));
        }
        return row;
    }

    private Rows() {}
}
