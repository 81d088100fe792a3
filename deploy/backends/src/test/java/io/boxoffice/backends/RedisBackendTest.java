package io.boxoffice.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisBackendTest {
    @TempDir
    Path folder;

    @Test
    void startsManyTimesAtOnceWhileOtherThreadsStartPrograms() throws Exception {
        var over = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var programs = threads.submit(() -> {
                while (!over.get()) {
                    Programs.run(folder, List.of("true"));
                }
                return true;
            });
            var starts = IntStream.range(0, 12)
                    .<Callable<String>>mapToObj(number -> () -> startAndStop(folder.resolve("redis-" + number)))
                    .toList();
            var answers = threads.invokeAll(starts);
            over.set(true);
            assertThat(programs.get()).isTrue();
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo("+PONG");
            }
        }
    }

    private static String startAndStop(Path folder) throws Exception {
        var redis = new RedisBackend(folder, Ports.free(), "secret");
        redis.start();
        try {
            return RedisBackend.call(redis.url(), "PING");
        } finally {
            redis.stop();
        }
    }
}
