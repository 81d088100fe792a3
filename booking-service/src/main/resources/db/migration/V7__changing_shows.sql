-- The terms of a show, and whether it was cancelled. A booking remembers the terms, and which version of its show.
ALTER TABLE shows
    ADD COLUMN max_hold_seconds       int NOT NULL DEFAULT 240,
    ADD COLUMN cancel_cut_off_seconds int NOT NULL DEFAULT 0,
    ADD COLUMN cancelled              boolean NOT NULL DEFAULT false,
    ADD COLUMN changed_at             timestamptz,  -- when it was changed or cancelled, by the real clock
    ADD CONSTRAINT ck_show_terms CHECK (max_hold_seconds > 0 AND cancel_cut_off_seconds >= 0);

CREATE INDEX ix_show_changed ON shows (changed_at) WHERE changed_at IS NOT NULL;

ALTER TABLE bookings
    ADD COLUMN max_hold_seconds       int NOT NULL DEFAULT 240,
    ADD COLUMN cancel_cut_off_seconds int NOT NULL DEFAULT 0,
    ADD COLUMN show_version           int NOT NULL DEFAULT 1;
