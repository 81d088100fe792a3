package io.boxoffice.kernel.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.support.Backends;
import io.boxoffice.kernel.support.Fixed;
import io.boxoffice.kernel.support.Wire;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.runtime.datasource.BlockingRedisDataSourceImpl;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShowCachesTest {

    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final Vertx VERTX = Vertx.vertx();

    private final ShowId show = ShowId.next();
    private final String listPrefix = show + "-";
    private final AtomicInteger loads = new AtomicInteger();
    private final Redis client = client(Backends.redisUrl());
    private final RedisDataSource redis = source(client);
    private final ShowCaches caches = new ShowCaches(new Fixed<>(redis), Duration.ZERO);

    @AfterEach
    void close() {
        client.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.closeAndAwait();
    }

    @Test
    void a_page_is_loaded_once() {
        assertThat(page("old")).isEqualTo("old");
        assertThat(page("new")).isEqualTo("old");
        assertThat(loads).hasValue(1);
    }

    @Test
    void a_page_lives_no_longer_than_it_may() {
        load(caches, "seats", Duration.ofMillis(150), "old");
        Awaitility.await()
                .until(() ->
                        load(caches, "seats", Duration.ofMillis(150), "new").equals("new"));
    }

    @Test
    void shows_and_kinds_have_pages_of_their_own() {
        assertThat(page("seats")).isEqualTo("seats");
        assertThat(load(caches, "details", LIFE, "details")).isEqualTo("details");
        caches.drop(ShowId.next());
        assertThat(page("new")).isEqualTo("seats");
    }

    @Test
    void a_dropped_show_is_loaded_anew() {
        page("old");
        load(caches, "details", LIFE, "old");
        caches.drop(show);
        assertThat(page("new")).isEqualTo("new");
        assertThat(load(caches, "details", LIFE, "new")).isEqualTo("new");
    }

    @Test
    void a_show_that_is_dropped_soon_is_loaded_anew_also_when_it_was_looked_at_before() {
        page("old");
        caches.dropSoon(show);
        Awaitility.await().until(() -> page("new").equals("new"));
        caches.dropSoon(show);
        Awaitility.await().until(() -> page("newer").equals("newer"));
    }

    @Test
    void a_late_writer_cannot_bring_back_an_old_page() {
        String late = text(caches.page(show, "seats", LIFE, () -> {
            caches.drop(show); // the show changes after the reader has read the database, and before it stores
            return bytes("old");
        }));
        assertThat(late).isEqualTo("old");
        assertThat(page("new")).isEqualTo("new");
    }

    @Test
    void a_late_writer_cannot_bring_back_an_old_page_when_redis_was_emptied_meanwhile() {
        caches.page(show, "seats", LIFE, () -> {
            caches.drop(show);
            forgetTokens();
            return bytes("old");
        });
        assertThat(page("new")).isEqualTo("new");
    }

    @Test
    void a_token_that_was_forgotten_does_not_revive_the_pages_of_its_predecessor() {
        caches.drop(show);
        page("old");
        forgetTokens();
        caches.drop(show);
        assertThat(page("new")).isEqualTo("new");
    }

    @Test
    void without_redis_every_page_is_loaded_and_nothing_fails() throws IOException {
        Redis nobody;
        try (Wire wire = new Wire("127.0.0.1", 1)) {
            nobody = client("redis://127.0.0.1:" + wire.port());
        }
        ShowCaches without = new ShowCaches(new Fixed<>(source(nobody)), Duration.ZERO);
        assertThat(load(without, "seats", LIFE, "first")).isEqualTo("first");
        assertThat(load(without, "seats", LIFE, "second")).isEqualTo("second");
        without.drop(show);
        nobody.close();
    }

    @Test
    void a_redis_that_falls_silent_costs_a_moment_and_nothing_else() throws IOException {
        URI address = URI.create(Backends.redisUrl());
        try (Wire wire = new Wire(address.getHost(), address.getPort())) {
            Redis client = client(
                    "redis://" + address.getUserInfo() + "@" + wire.host() + ":" + wire.port() + address.getPath());
            ShowCaches silent = new ShowCaches(new Fixed<>(source(client)), Duration.ZERO);
            assertThat(load(silent, "seats", LIFE, "old")).isEqualTo("old");
            assertThat(load(silent, "seats", LIFE, "new")).isEqualTo("old");
            wire.silence();
            assertThat(load(silent, "seats", LIFE, "new")).isEqualTo("new");
            silent.drop(show);
            client.close();
        }
    }

    @Test
    void lists_are_dropped_together_and_apart_from_shows() {
        assertThat(list("first", "old")).isEqualTo("old");
        assertThat(list("second", "old")).isEqualTo("old");
        caches.drop(show);
        assertThat(list("first", "new")).isEqualTo("old");
        caches.dropLists();
        assertThat(list("first", "new")).isEqualTo("new");
        assertThat(list("second", "new")).isEqualTo("new");
    }

    @Test
    void a_page_that_is_none_is_not_kept() {
        assertThat(page("")).isEmpty();
        assertThat(page("there now")).isEqualTo("there now");
    }

    @Test
    void those_who_ask_together_share_one_look() throws Exception {
        ShowCaches shared = new ShowCaches(new Fixed<>(redis), Duration.ofMinutes(1));
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Callable<String>> readers = Collections.nCopies(
                20,
                () -> text(shared.page(show, "seats", LIFE.plusMinutes(2), () -> {
                    loads.incrementAndGet();
                    loading.countDown();
                    awaitUninterruptibly(go);
                    return bytes("page");
                })));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> pages = readers.stream().map(threads::submit).toList();
            loading.await();
            go.countDown();
            for (Future<String> page : pages) {
                assertThat(page.get()).isEqualTo("page");
            }
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void nobody_shares_a_look_that_began_before_a_drop() {
        ShowCaches shared = new ShowCaches(new Fixed<>(redis), Duration.ofMinutes(1));
        Duration life = LIFE.plusMinutes(2);
        assertThat(text(shared.page(show, "seats", life, () -> {
                    shared.dropSoon(show);
                    assertThat(load(shared, "seats", life, "new")).isEqualTo("new");
                    return bytes("old");
                })))
                .isEqualTo("old");
        assertThat(load(shared, "seats", life, "newer")).isEqualTo("new");
    }

    @Test
    void a_look_that_fails_is_tried_again() {
        ShowCaches shared = new ShowCaches(new Fixed<>(redis), Duration.ofMinutes(1));
        assertThatThrownBy(() -> shared.page(show, "seats", LIFE.plusMinutes(2), () -> {
                    throw new IllegalStateException("no database");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(load(shared, "seats", LIFE.plusMinutes(2), "page")).isEqualTo("page");
    }

    @Test
    void readers_leave_a_redis_that_does_not_answer_alone() throws IOException {
        URI address = URI.create(Backends.redisUrl());
        try (Wire wire = new Wire(address.getHost(), address.getPort())) {
            Redis client = client(
                    "redis://" + address.getUserInfo() + "@" + wire.host() + ":" + wire.port() + address.getPath());
            ShowCaches silent = new ShowCaches(new Fixed<>(source(client)), Duration.ZERO);
            load(silent, "seats", LIFE, "old");
            wire.silence();
            Instant before = Instant.now();
            for (int i = 0; i < 50; i++) {
                load(silent, "seats", LIFE, "new");
            }
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
            client.close();
        }
    }

    @Test
    void a_redis_that_answers_after_two_seconds_costs_a_moment_and_nothing_else() throws IOException {
        URI address = URI.create(Backends.redisUrl());
        try (Wire wire = new Wire(address.getHost(), address.getPort())) {
            Redis client = through(wire);
            ShowCaches slow = new ShowCaches(new Fixed<>(source(client)), Duration.ZERO);
            assertThat(load(slow, "seats", LIFE, "old")).isEqualTo("old");
            wire.slow(Duration.ofSeconds(2));
            Instant before = Instant.now();
            for (int i = 0; i < 50; i++) {
                assertThat(load(slow, "seats", LIFE, "new " + i)).isEqualTo("new " + i);
            }
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
            wire.slow(Duration.ZERO);
            Awaitility.await().until(() -> load(slow, "seats", LIFE, "newer").equals("old"));
            client.close();
        }
    }

    @Test
    void a_page_that_a_frozen_redis_is_told_of_late_lives_no_longer_for_it() throws IOException {
        URI address = URI.create(Backends.redisUrl());
        Duration life = Duration.ofMillis(400);
        try (Wire wire = new Wire(address.getHost(), address.getPort())) {
            Redis client = through(wire);
            ShowCaches frozen = new ShowCaches(new Fixed<>(source(client)), Duration.ZERO);
            String page = text(frozen.page(show, "seats", life, () -> {
                wire.freeze(true);
                return bytes("old");
            }));
            assertThat(page).isEqualTo("old");
            Instant over = Instant.now().plus(life);
            Awaitility.await().until(() -> Instant.now().isAfter(over));
            wire.freeze(false);
            for (int i = 0; i < 50; i++) {
                assertThat(load(caches, "seats", Duration.ofMillis(1), "new")).isEqualTo("new");
            }
            client.close();
        }
    }

    @Test
    void redis_that_was_emptied_is_filled_again() {
        page("old");
        redis.key().keys("show:" + show + ":*").forEach(key -> redis.key().del(key));
        assertThat(page("new")).isEqualTo("new");
        assertThat(page("newer")).isEqualTo("new");
    }

    @Test
    void who_must_not_wait_gets_a_page_that_is_at_hand_at_once_and_shares_the_look_for_another() {
        ShowCaches shared = new ShowCaches(new Fixed<>(redis), Duration.ofMinutes(1));
        Duration life = LIFE.plusMinutes(2);
        List<Runnable> later = new ArrayList<>();
        CompletableFuture<byte[]> first = soon(shared, life, later, "page");
        CompletableFuture<byte[]> second = soon(shared, life, later, "another");
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        assertThat(later).hasSize(1);
        later.forEach(Runnable::run);
        assertThat(text(first.join())).isEqualTo("page");
        assertThat(text(second.join())).isEqualTo("page");
        assertThat(soon(shared, life, later, "another")).isDone();
        assertThat(later).hasSize(1);
    }

    private CompletableFuture<byte[]> soon(ShowCaches from, Duration life, List<Runnable> later, String content) {
        return from.pageSoon(show, "seats", life, () -> bytes(content), later::add)
                .toCompletableFuture();
    }

    private static Redis through(Wire wire) {
        URI address = URI.create(Backends.redisUrl());
        return client("redis://" + address.getUserInfo() + "@" + wire.host() + ":" + wire.port() + address.getPath());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String list(String kind, String content) {
        return text(caches.list(listPrefix + kind, LIFE, () -> bytes(content)));
    }

    private void forgetTokens() {
        redis.key().keys("show:" + show + ":token").forEach(key -> redis.key().del(key));
    }

    private String page(String content) {
        return load(caches, "seats", LIFE, content);
    }

    private String load(ShowCaches from, String kind, Duration life, String content) {
        return text(from.page(show, kind, life, () -> {
            loads.incrementAndGet();
            return bytes(content);
        }));
    }

    private static Redis client(String url) {
        return Redis.createClient(VERTX, url);
    }

    private static RedisDataSource source(Redis client) {
        return new BlockingRedisDataSourceImpl(VERTX, client, RedisAPI.api(client), Duration.ofMillis(300));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
