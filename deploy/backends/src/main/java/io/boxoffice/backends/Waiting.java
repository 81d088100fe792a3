package io.boxoffice.backends;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for something outside this JVM to answer. */
public final class Waiting {
    private static final long PAUSE_MILLIS = 50;

    private Waiting() {}

    /** Tries until the probe returns true, counting its exceptions as "not yet". */
    public static void until(Duration limit, Callable<Boolean> probe, Supplier<CannotStart> complaint) {
        var deadline = System.nanoTime() + limit.toNanos();
        @Nullable Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (probe.call()) {
                    return;
                }
            } catch (CannotStart e) {
                throw e;
            } catch (Exception notYet) {
                last = notYet;
            }
            pause();
        }
        var sentence = complaint.get();
        if (last != null) {
            sentence.addSuppressed(last);
        }
        throw sentence;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while waiting", e);
        }
    }
}
