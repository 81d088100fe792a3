package io.boxoffice.show.adapter.in.rest;

import io.boxoffice.show.domain.Show;
import jakarta.ws.rs.core.EntityTag;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Entity tags that are the version of a show (RFC 9110, sections 8.8.3 and 13.1.1). */
final class VersionTags {

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    static EntityTag of(Show show) {
        return new EntityTag(String.valueOf(show.version()));
    }

    /** Whether an If-Match header means a version; weak tags match nothing. */
    static IntPredicate ifMatch(String header) {
        List<String> tags = COMMA.splitAsStream(header.strip()).toList();
        return version -> tags.contains("*") || tags.contains("\"" + version + "\"");
    }

    private VersionTags() {}
}
