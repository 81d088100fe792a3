CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_things_number ON things (number);
