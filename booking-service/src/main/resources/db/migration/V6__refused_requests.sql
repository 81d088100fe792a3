-- A request that was refused after its answer is kept as a FAILED booking, perhaps without any seats.
ALTER TABLE bookings DROP CONSTRAINT ck_booking_seats,
    ADD CONSTRAINT ck_booking_seats CHECK (cardinality(seat_nos) > 0 OR status = 'FAILED');
