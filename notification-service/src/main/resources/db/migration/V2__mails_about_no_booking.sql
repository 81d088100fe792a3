-- A closed waiting list is about a show only.
ALTER TABLE deliveries ALTER COLUMN booking_id DROP NOT NULL;
