ALTER TABLE shows ADD COLUMN cancelled_at timestamptz;
