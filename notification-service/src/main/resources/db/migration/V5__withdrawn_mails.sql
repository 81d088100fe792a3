-- The booking failed later: what the mail told of, an offer, is not told any more.
ALTER TABLE deliveries ADD COLUMN withdrawn boolean NOT NULL DEFAULT false;
