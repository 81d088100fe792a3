package io.boxoffice.booking.adapter.in.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A seat map as it is cached: the hash of its JSON, then the JSON compressed, which is how most want it. */
final class RenderedMap {

    private static final int TAG_LENGTH = 32;

    private final byte[] cached;

    RenderedMap(byte[] cached) {
        this.cached = cached;
    }

    static byte[] of(byte[] json) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            bytes.writeBytes(fingerprint(json).getBytes(US_ASCII));
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(json);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
    }

    /** The same for the same JSON. */
    String tag() {
        return new String(cached, 0, TAG_LENGTH, US_ASCII);
    }

    byte[] gzip() {
        return Arrays.copyOfRange(cached, TAG_LENGTH, cached.length);
    }

    byte[] json() {
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(cached, TAG_LENGTH, cached.length - TAG_LENGTH))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a seat map in the cache is broken", e);
        }
    }

    private static String fingerprint(byte[] json) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json), 0, TAG_LENGTH / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
