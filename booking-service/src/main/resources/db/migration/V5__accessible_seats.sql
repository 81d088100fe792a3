-- The seats that are made for wheelchairs, by their numbers within the show.
ALTER TABLE sections ADD COLUMN accessible int[] NOT NULL DEFAULT '{}';
