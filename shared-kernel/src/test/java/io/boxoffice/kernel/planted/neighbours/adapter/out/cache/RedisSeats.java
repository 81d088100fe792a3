package io.boxoffice.kernel.planted.neighbours.adapter.out.cache;

import io.boxoffice.kernel.planted.neighbours.adapter.out.persistence.PostgresSeats;

/** An adapter that knows another one on its side. */
public interface RedisSeats {
    PostgresSeats seats();
}
