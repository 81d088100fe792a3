package io.boxoffice.show.adapter.in.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.show.application.ListShows.Page;
import io.boxoffice.show.domain.Show;
import jakarta.ws.rs.core.EntityTag;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An answer as it is cached: a line with its entity tag and, for a list, the cursor of the next page, then the JSON.
 *
 * @param next empty on the last page
 */
record RenderedPage(EntityTag tag, String next, byte[] json) {

    private static final int TAG_BYTES = 16;

    static byte[] of(Show show, ObjectMapper mapper) {
        return line(VersionTags.of(show).getValue(), "", write(mapper, ShowView.of(show)));
    }

    static byte[] of(Page page, ObjectMapper mapper) {
        byte[] json = write(mapper, page.shows().stream().map(ShowView::of).toList());
        return line(fingerprint(json), page.next().map(Cursors::write).orElse(""), json);
    }

    static RenderedPage read(byte[] cached) {
        int end = 0;
        while (cached[end] != '\n') {
            end++;
        }
        String line = new String(cached, 0, end, UTF_8);
        int blank = line.indexOf(' ');
        return new RenderedPage(
                new EntityTag(line.substring(0, blank)),
                line.substring(blank + 1),
                Arrays.copyOfRange(cached, end + 1, cached.length));
    }

    private static byte[] line(String tag, String next, byte[] json) {
        byte[] line = (tag + " " + next + "\n").getBytes(UTF_8);
        byte[] page = Arrays.copyOf(line, line.length + json.length);
        System.arraycopy(json, 0, page, line.length, json.length);
        return page;
    }

    private static byte[] write(ObjectMapper mapper, Object view) {
        try {
            return mapper.writeValueAsBytes(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a page cannot be written", e);
        }
    }

    private static String fingerprint(byte[] json) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json), 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
