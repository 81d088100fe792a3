-- Which seats and bookings contradict each other, in all shows; the audit in booking-service asks how many, show by show.
WITH owned AS (
    SELECT show_id, booking_id, unnest(seat_nos) AS seat_no, status,
           status = 'PENDING' AND held_until > boxoffice_now() AS holding
    FROM bookings WHERE status IN ('PENDING', 'CONFIRMED')
)
SELECT show_id, seat_no, booking_id, 'the seat says so, its booking does not' AS contradiction
FROM seats s WHERE s.status IN (1, 2) AND NOT EXISTS (
    SELECT 1 FROM owned o WHERE o.show_id = s.show_id AND o.seat_no = s.seat_no
        AND o.booking_id = s.booking_id
        AND o.status = CASE s.status WHEN 1 THEN 'PENDING' ELSE 'CONFIRMED' END)
UNION ALL
SELECT show_id, seat_no, o.booking_id, 'the booking says so, its seat does not'
FROM owned o LEFT JOIN seats s USING (show_id, seat_no)
WHERE (o.status = 'CONFIRMED' AND (s.status, s.booking_id) IS DISTINCT FROM (2, o.booking_id))
   OR (o.holding AND (s.status, s.booking_id) IS DISTINCT FROM (1, o.booking_id));
