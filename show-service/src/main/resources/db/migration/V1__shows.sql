CREATE TABLE shows (
    id           bigint CONSTRAINT pk_shows PRIMARY KEY,
    version      integer NOT NULL CONSTRAINT ck_shows_version CHECK (version >= 1),
    name         text NOT NULL CONSTRAINT ck_shows_name CHECK (char_length(name) BETWEEN 1 AND 200),
    venue        text NOT NULL CONSTRAINT ck_shows_venue CHECK (char_length(venue) <= 200),
    starts_at    timestamptz NOT NULL,
    zone         text NOT NULL,
    currency     text NOT NULL CONSTRAINT ck_shows_currency CHECK (currency ~ '^[A-Z]{3}$'),
    hold_seconds integer NOT NULL CONSTRAINT ck_shows_hold_seconds CHECK (hold_seconds BETWEEN 1 AND 3600),
    organiser_id text NOT NULL
);

-- the order of the list, and of its pages
CREATE INDEX ix_shows_start ON shows (starts_at, id);

CREATE TABLE sections (
    show_id       bigint NOT NULL CONSTRAINT fk_sections_show REFERENCES shows (id),
    number        integer NOT NULL CONSTRAINT ck_sections_number CHECK (number BETWEEN 1 AND 100),
    name          text NOT NULL CONSTRAINT ck_sections_name CHECK (char_length(name) BETWEEN 1 AND 200),
    capacity      integer NOT NULL CONSTRAINT ck_sections_capacity CHECK (capacity BETWEEN 1 AND 100000),
    -- 0: general admission
    seats_per_row integer NOT NULL CONSTRAINT ck_sections_row CHECK (seats_per_row BETWEEN 0 AND capacity),
    -- in the minor unit of the show's currency
    price_minor   bigint NOT NULL CONSTRAINT ck_sections_price CHECK (price_minor >= 0),
    CONSTRAINT pk_sections PRIMARY KEY (show_id, number),
    CONSTRAINT uq_sections_name UNIQUE (show_id, name)
);
