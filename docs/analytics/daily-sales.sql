-- Keeps the events of events.jsonl, each once, and shows what was sold of each show on each day, by the venue's clocks.
-- psql only: \copy reads the file on your side. The odd quote and delimiter occur in no JSON text, so a line is a value.
CREATE TABLE IF NOT EXISTS events (id text PRIMARY KEY, event jsonb NOT NULL);

CREATE TEMPORARY TABLE incoming (event jsonb);
\copy incoming FROM 'events.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')

INSERT INTO events SELECT event ->> 'id', event FROM incoming ON CONFLICT DO NOTHING;

CREATE OR REPLACE VIEW sales AS
SELECT (event ->> 'time')::timestamptz AT TIME ZONE (booking #>> '{show,zone}') AS sold_at,
       split_part(event ->> 'subject', '-', 1) AS show_id,
       booking #>> '{show,name}' AS show,
       booking ->> 'currency' AS currency,
       sign * jsonb_array_length(booking -> 'places') AS tickets,
       sign * (booking ->> 'totalMinor')::bigint AS total_minor
FROM (SELECT event, event #> '{data,booking}' AS booking,
             CASE event ->> 'type' WHEN 'io.boxoffice.booking.confirmed.v1' THEN 1 ELSE -1 END AS sign
      FROM events
      WHERE event ->> 'type' IN ('io.boxoffice.booking.confirmed.v1', 'io.boxoffice.booking.cancelled.v1')) AS told;

SELECT sold_at::date AS day, show, show_id,
       coalesce(sum(tickets) FILTER (WHERE tickets > 0), 0) AS sold,
       coalesce(-sum(tickets) FILTER (WHERE tickets < 0), 0) AS given_back,
       sum(total_minor) AS minor_units, currency
FROM sales
GROUP BY day, show, show_id, currency
ORDER BY day, show;
