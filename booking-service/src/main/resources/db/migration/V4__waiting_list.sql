-- An AVAILABLE seat remembers since when it has been free; without that it is on open sale, whoever waits. A claim
-- takes no seat that came back after the claim began, so that it cannot overlook somebody who has just begun to wait.
ALTER TABLE seats DROP CONSTRAINT ck_seat_owner;
ALTER TABLE seats ADD CONSTRAINT ck_seat_owner CHECK (
    CASE status
        WHEN 0 THEN booking_id IS NULL
        WHEN 1 THEN booking_id IS NOT NULL AND held_until IS NOT NULL
        WHEN 2 THEN booking_id IS NOT NULL AND held_until IS NULL
        WHEN 3 THEN booking_id IS NULL
        ELSE false
    END);

-- Made for the next in line of the waiting list.
ALTER TABLE bookings ADD COLUMN offer boolean NOT NULL DEFAULT false;

-- One row for each show that people wait for. Whoever changes the line of a show locks it first.
CREATE TABLE waiting_shows (
    show_id   bigint NOT NULL,
    looked_at timestamptz NOT NULL,               -- when seats that came back were last handed out
    CONSTRAINT pk_waiting_show PRIMARY KEY (show_id),
    CONSTRAINT fk_waiting_show FOREIGN KEY (show_id) REFERENCES shows
);

CREATE INDEX ix_waiting_show_look ON waiting_shows (looked_at);

-- One row for each customer and show. Waits until there is an offer or the list is closed.
CREATE TABLE waiting_list (
    show_id        bigint NOT NULL,
    customer_id    text NOT NULL,
    place          bigint NOT NULL,              -- in the order of joining
    customer_email text NOT NULL,
    customer_name  text,
    language       text NOT NULL,
    section_no     int,                          -- absent: any
    quantity       int NOT NULL,
    adjacent       boolean NOT NULL,
    joined_at      timestamptz NOT NULL,
    booking_id     bigint,                       -- the offer
    offered_at     timestamptz,
    closed_at      timestamptz,
    CONSTRAINT pk_waiting PRIMARY KEY (show_id, customer_id),
    CONSTRAINT uq_waiting_place UNIQUE (show_id, place),
    CONSTRAINT ck_waiting_quantity CHECK (quantity > 0),
    CONSTRAINT ck_waiting_offer CHECK ((booking_id IS NULL) = (offered_at IS NULL))
);

CREATE INDEX ix_waiting_line ON waiting_list (show_id, place) WHERE booking_id IS NULL AND closed_at IS NULL;
