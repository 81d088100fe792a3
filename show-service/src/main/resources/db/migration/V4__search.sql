-- Finds any part of a name or a venue among a million shows. The extension comes with PostgreSQL, and the owner of a
-- database may install it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE INDEX ix_shows_text ON shows USING gin (lower(name) gin_trgm_ops, lower(venue) gin_trgm_ops);
