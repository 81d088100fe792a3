ALTER TABLE shows
    -- the longest that a hold may last, extension included
    ADD COLUMN max_hold_seconds       integer,
    -- before the start
    ADD COLUMN cancel_cut_off_seconds integer NOT NULL DEFAULT 0
        CONSTRAINT ck_shows_cancel_cut_off CHECK (cancel_cut_off_seconds BETWEEN 0 AND 31536000);
UPDATE shows SET max_hold_seconds = 2 * hold_seconds;
ALTER TABLE shows
    ALTER COLUMN max_hold_seconds SET NOT NULL,
    ADD CONSTRAINT ck_shows_max_hold CHECK (max_hold_seconds BETWEEN hold_seconds AND 7200);

-- the seats that are made for wheelchairs, counted from 1 within the section
ALTER TABLE sections ADD COLUMN accessible integer[] NOT NULL DEFAULT '{}';
