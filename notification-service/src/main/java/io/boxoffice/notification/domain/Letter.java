package io.boxoffice.notification.domain;

import java.util.List;

/** What a mail says, before it is laid out as plain text or HTML; both say the same because both are made of this. */
record Letter(
        String language,
        String subject,
        String heading,
        String greeting,
        String opening,
        List<Entry> facts,
        List<Entry> places,
        Entry total,
        String closing,
        String signature) {

    /** A label and what stands beside it. */
    record Entry(String label, String value) {}
}
