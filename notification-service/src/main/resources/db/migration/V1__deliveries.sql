-- One row for each event that calls for a mail.
CREATE TABLE deliveries (
    id            bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_deliveries PRIMARY KEY,
    event_id      text NOT NULL CONSTRAINT uq_deliveries_event UNIQUE,
    booking_id    text NOT NULL,
    kind          text NOT NULL,
    recipient     text NOT NULL,
    message_id    text NOT NULL,
    status        text NOT NULL CONSTRAINT ck_deliveries_status CHECK (status IN ('QUEUED', 'SENT', 'FAILED')),
    attempts      integer NOT NULL CONSTRAINT ck_deliveries_attempts CHECK (attempts >= 0),
    last_error    text,
    server_answer text,
    created_at    timestamptz NOT NULL,
    sent_at       timestamptz,
    CONSTRAINT ck_deliveries_sent CHECK ((status = 'SENT') = (sent_at IS NOT NULL))
);

CREATE INDEX ix_deliveries_booking ON deliveries (booking_id, id);
