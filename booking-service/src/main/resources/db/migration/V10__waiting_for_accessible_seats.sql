-- How many of the places somebody waits for are to be accessible.
ALTER TABLE waiting_list ADD COLUMN accessible int NOT NULL DEFAULT 0
    CONSTRAINT ck_waiting_accessible CHECK (accessible BETWEEN 0 AND quantity);
