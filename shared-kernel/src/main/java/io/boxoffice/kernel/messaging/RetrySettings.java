package io.boxoffice.kernel.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** How failed messages are tried again. */
@ConfigMapping(prefix = "boxoffice.retry")
public interface RetrySettings {

    /** The pause before each retry; after the last one a message is dead-lettered. */
    @WithDefault("5s,25s,125s")
    List<Duration> pauses();
}
