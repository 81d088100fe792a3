-- The one clock that deadlines are read by. Tests replace it to move time.
CREATE FUNCTION boxoffice_now() RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN statement_timestamp();

CREATE TABLE shows (
    show_id      bigint NOT NULL,
    version      int NOT NULL,
    name         text NOT NULL,
    venue        text NOT NULL,
    starts_at    timestamptz NOT NULL,
    zone         text NOT NULL,
    currency     char(3) NOT NULL,
    hold_seconds int NOT NULL,
    organiser_id text NOT NULL,
    CONSTRAINT pk_show PRIMARY KEY (show_id),
    CONSTRAINT ck_show_hold_seconds CHECK (hold_seconds > 0)
);

CREATE TABLE sections (
    show_id       bigint NOT NULL,
    section_no    int NOT NULL,
    name          text NOT NULL,
    first_seat    int NOT NULL,
    capacity      int NOT NULL,
    seats_per_row int NOT NULL,                  -- 0: general admission
    price_minor   bigint NOT NULL,
    waiting       boolean NOT NULL DEFAULT false, -- people wait: free seats are for offers only
    CONSTRAINT pk_section PRIMARY KEY (show_id, section_no),
    CONSTRAINT uq_section_name UNIQUE (show_id, name),
    CONSTRAINT fk_section_show FOREIGN KEY (show_id) REFERENCES shows,
    CONSTRAINT ck_section_capacity CHECK (capacity > 0 AND seats_per_row >= 0),
    CONSTRAINT ck_section_price CHECK (price_minor >= 0)
);

-- One row per seat. Room is left on each page and no index holds a column that changes, so that updates stay HOT.
CREATE TABLE seats (
    show_id    bigint NOT NULL,
    seat_no    int NOT NULL,
    section_no int NOT NULL,
    version    int NOT NULL DEFAULT 0,
    status     smallint NOT NULL DEFAULT 0,      -- 0 AVAILABLE, 1 HELD, 2 BOOKED, 3 BLOCKED
    booking_id bigint,
    held_until timestamptz,
    CONSTRAINT pk_seat PRIMARY KEY (show_id, seat_no),
    CONSTRAINT ck_seat_owner CHECK (
        CASE status
            WHEN 0 THEN booking_id IS NULL AND held_until IS NULL
            WHEN 1 THEN booking_id IS NOT NULL AND held_until IS NOT NULL
            WHEN 2 THEN booking_id IS NOT NULL AND held_until IS NULL
            WHEN 3 THEN booking_id IS NULL AND held_until IS NULL
            ELSE false
        END)
) WITH (fillfactor = 70);

CREATE TABLE bookings (
    show_id        bigint NOT NULL,
    booking_id     bigint NOT NULL,
    version        int NOT NULL,
    status         text NOT NULL,
    reason         text,
    customer_id    text NOT NULL,
    customer_email text NOT NULL,
    customer_name  text,
    language       text NOT NULL,
    show_name      text NOT NULL,
    venue          text NOT NULL,
    starts_at      timestamptz NOT NULL,
    zone           text NOT NULL,
    currency       char(3) NOT NULL,
    organiser_id   text NOT NULL,
    seat_nos       int[] NOT NULL,
    places         jsonb NOT NULL,               -- with section, row, number and price, as they were when held
    total_minor    bigint NOT NULL,
    held_until     timestamptz NOT NULL,
    created_at     timestamptz NOT NULL,
    decided_at     timestamptz,
    CONSTRAINT pk_booking PRIMARY KEY (show_id, booking_id),
    CONSTRAINT ck_booking_status CHECK (status IN ('PENDING', 'CONFIRMED', 'FAILED', 'CANCELLED')),
    CONSTRAINT ck_booking_reason CHECK ((status = 'FAILED') = (reason IS NOT NULL)),
    CONSTRAINT ck_booking_decided CHECK ((status = 'PENDING') = (decided_at IS NULL)),
    CONSTRAINT ck_booking_seats CHECK (cardinality(seat_nos) > 0)
) WITH (fillfactor = 85);

CREATE INDEX ix_booking_due ON bookings (held_until) WHERE status = 'PENDING';
CREATE INDEX ix_booking_customer ON bookings (customer_id, booking_id DESC);
