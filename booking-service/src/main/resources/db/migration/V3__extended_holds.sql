-- When the hold would have ended, had it not been extended.
ALTER TABLE bookings ADD COLUMN extended_from timestamptz;
