-- A mail is not sent any more when a later one about its booking was; the version is the last part of old Message-IDs.
ALTER TABLE deliveries ADD COLUMN booking_version integer;
UPDATE deliveries SET booking_version = substring(message_id FROM '\.v([0-9]+)[.@]')::integer WHERE booking_id IS NOT NULL;
ALTER TABLE deliveries DROP CONSTRAINT ck_deliveries_status;
ALTER TABLE deliveries ADD CONSTRAINT ck_deliveries_status
    CHECK (status IN ('QUEUED', 'SENT', 'FAILED', 'SUPERSEDED'));
