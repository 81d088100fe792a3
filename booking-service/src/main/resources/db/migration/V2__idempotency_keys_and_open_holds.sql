-- One row for each request that carried a key and was answered 201, written with its booking.
CREATE TABLE idempotency_keys (
    show_id     bigint NOT NULL,
    customer_id text NOT NULL,
    key         text NOT NULL,
    request     text NOT NULL,                   -- what was asked for, to tell a repetition from a reuse
    booking_id  bigint NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT statement_timestamp(),
    CONSTRAINT pk_idempotency_key PRIMARY KEY (show_id, customer_id, key)
);

CREATE INDEX ix_idempotency_key_age ON idempotency_keys (created_at);

-- A customer's holds of a show, to limit them.
CREATE INDEX ix_booking_open ON bookings (show_id, customer_id) WHERE status = 'PENDING';
