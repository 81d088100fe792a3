-- Events wait here, in the transaction that made them true, until the relay has published them.
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_outbox PRIMARY KEY,
    event_id    text NOT NULL,
    routing_key text NOT NULL,
    traceparent text,
    body        bytea NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Events that had their effect here.
CREATE TABLE inbox (
    consumer    text NOT NULL,
    event_id    text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_inbox PRIMARY KEY (consumer, event_id)
);
