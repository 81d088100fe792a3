package io.boxoffice.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoxOfficeBackendsTest {
    @Test
    void everyStartSharesTheKeeperAndEmptiesTheModulesPart() throws Exception {
        var first = start("backends");
        RedisBackend.call(URI.create(first.get("boxoffice.redis.url")), "SET", "key", "value");
        var other = start("acceptance");
        assertThat(other.get("boxoffice.rabbitmq.port")).isEqualTo(first.get("boxoffice.rabbitmq.port"));
        assertThat(RedisBackend.call(URI.create(first.get("boxoffice.redis.url")), "EXISTS", "key"))
                .isEqualTo(":1");

        var again = start("backends");
        assertThat(again).isEqualTo(first);
        assertThat(RedisBackend.call(URI.create(again.get("boxoffice.redis.url")), "EXISTS", "key"))
                .isEqualTo(":0");
    }

    private static Map<String, String> start(String module) {
        var backends = new BoxOfficeBackends();
        backends.init(Map.of("module", module));
        return backends.start();
    }
}
