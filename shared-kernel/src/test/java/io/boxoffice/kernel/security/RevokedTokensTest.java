package io.boxoffice.kernel.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.kernel.support.Backends;
import io.boxoffice.kernel.support.Fixed;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.runtime.datasource.ReactiveRedisDataSourceImpl;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RevokedTokensTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Vertx VERTX = Vertx.vertx();
    private static final Redis CLIENT = Redis.createClient(VERTX, Backends.redisUrl());
    private static final ReactiveRedisDataSource REDIS =
            new ReactiveRedisDataSourceImpl(VERTX, CLIENT, RedisAPI.api(CLIENT));

    private final String id = UUID.randomUUID().toString();
    private final RevokedTokens here = tokens(Duration.ofHours(12));
    private final RevokedTokens there = tokens(Duration.ofHours(12));

    @AfterAll
    static void close() {
        CLIENT.close();
        VERTX.closeAndAwait();
    }

    @Test
    void a_token_ends_here_at_once_and_elsewhere_soon() {
        revoke(here);

        assertThat(here.contains(new Token(id, null))).isTrue();
        assertThat(there.contains(new Token(id, null))).isFalse();
        renew(there);
        assertThat(there.contains(new Token(id, null))).isTrue();
        assertThat(there.contains(new Token(id + "-other", null))).isFalse();
    }

    @Test
    void a_session_ends_with_all_its_tokens() {
        revoke(here);

        assertThat(here.contains(new Token("a", id))).isTrue();
        assertThat(here.contains(new Token("b", id))).isTrue();
        assertThat(here.contains(new Token("c", id + "-other"))).isFalse();
    }

    @Test
    void what_redis_forgets_is_not_forgotten() {
        revoke(here);
        REDIS.key().del("revoked-tokens").await().atMost(PATIENCE);
        renew(here);
        renew(there);

        assertThat(here.contains(new Token(id, null))).isTrue();
        assertThat(there.contains(new Token(id, null))).as("who starts later").isTrue();
    }

    @Test
    void what_has_ended_by_itself_is_forgotten() {
        RevokedTokens brief = tokens(Duration.ofSeconds(-5));
        revoke(brief);
        renew(brief);
        renew(there);

        assertThat(brief.contains(new Token(id, null))).isFalse();
        assertThat(there.contains(new Token(id, null))).isFalse();
    }

    @Test
    void without_redis_a_token_ends_here_and_its_admin_is_told_that_others_do_not_know() {
        Redis nowhere = Redis.createClient(VERTX, "redis://127.0.0.1:1");
        RevokedTokens alone = new RevokedTokens(
                new Fixed<>(new ReactiveRedisDataSourceImpl(VERTX, nowhere, RedisAPI.api(nowhere))),
                Duration.ofHours(1));

        assertThatThrownBy(() -> revoke(alone)).isNotNull();
        assertThatThrownBy(() -> renew(alone)).isNotNull();
        assertThat(alone.contains(new Token(id, null))).isTrue();
        nowhere.close();
    }

    private void revoke(RevokedTokens tokens) {
        tokens.revoke(id).await().atMost(PATIENCE);
    }

    private static void renew(RevokedTokens tokens) {
        tokens.renew().await().atMost(PATIENCE);
    }

    private static RevokedTokens tokens(Duration life) {
        return new RevokedTokens(new Fixed<>(REDIS), life);
    }

    private record Token(String jti, @Nullable String sid) implements JsonWebToken {

        @Override
        public String getName() {
            return "anna";
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of("jti", "sid");
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <T> @Nullable T getClaim(String name) {
            return (T) (name.equals("jti") ? jti : name.equals("sid") ? sid : null);
        }
    }
}
