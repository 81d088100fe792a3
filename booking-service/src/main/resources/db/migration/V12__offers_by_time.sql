-- The offers of a show by the time they were made, to tell how fast its line moves.
CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_booking_offer ON bookings (show_id, created_at) WHERE offer;
