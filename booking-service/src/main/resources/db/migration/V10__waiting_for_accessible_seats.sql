ALTER TABLE waiting_list ADD COLUMN accessible int NOT NULL DEFAULT 0;
