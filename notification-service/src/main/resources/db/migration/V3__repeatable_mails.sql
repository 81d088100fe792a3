-- What a mail told of, so that it can be sent again; it goes with its row, when that has been kept long enough.
ALTER TABLE deliveries ADD COLUMN event bytea;

-- When the log last heard of the mail.
ALTER TABLE deliveries ADD COLUMN updated_at timestamptz;
UPDATE deliveries SET updated_at = coalesce(sent_at, created_at);
ALTER TABLE deliveries ALTER COLUMN updated_at SET NOT NULL;
