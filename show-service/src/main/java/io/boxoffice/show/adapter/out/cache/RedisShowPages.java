package io.boxoffice.show.adapter.out.cache;

import io.boxoffice.kernel.cache.ShowCaches;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.application.port.ShowPages;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Keeps shows and lists in Redis. */
@ApplicationScoped
class RedisShowPages implements ShowPages {

    private static final String KIND = "show";
    private static final Duration SHOW_LIFE = Duration.ofSeconds(60);
    private static final Duration LIST_LIFE = Duration.ofSeconds(15);

    private final ShowCaches caches;

    RedisShowPages(ShowCaches caches) {
        this.caches = caches;
    }

    @Override
    public byte[] show(ShowId id, Supplier<byte[]> render) {
        return caches.page(id, KIND, SHOW_LIFE, render);
    }

    @Override
    public byte[] list(String which, Supplier<byte[]> render) {
        return caches.list(digest(which), LIST_LIFE, render);
    }

    @Override
    public void drop(ShowId id) {
        caches.drop(id);
        caches.dropLists();
    }

    /** Callers choose the text they search for, so it is no good as a key. */
    private static String digest(String which) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(which.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
