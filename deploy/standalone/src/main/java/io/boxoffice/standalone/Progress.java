package io.boxoffice.standalone;

import java.time.Duration;

/** Hears how a start comes along. */
public interface Progress {
    /** Something that takes a while begins. */
    void note(String text);

    /** A part is up. */
    void ready(String part, Duration took);

    /** For those who do not care. */
    Progress NONE = new Progress() {
        @Override
        public void note(String text) {}

        @Override
        public void ready(String part, Duration took) {}
    };
}
