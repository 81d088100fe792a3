-- Mails of that booking that tell of a version before this one are not sent any more, whether they are in the log yet or not.
CREATE TABLE withdrawals (
    booking_id      text NOT NULL CONSTRAINT pk_withdrawals PRIMARY KEY,
    booking_version integer NOT NULL,
    withdrawn_at    timestamptz NOT NULL
);

CREATE INDEX ix_withdrawals_withdrawn_at ON withdrawals (withdrawn_at);
