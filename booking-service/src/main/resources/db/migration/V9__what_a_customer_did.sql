-- All bookings of a customer for a show, to see what they hold, have booked, and let go.
CREATE INDEX ix_booking_buyer ON bookings (show_id, customer_id);
DROP INDEX ix_booking_open;
