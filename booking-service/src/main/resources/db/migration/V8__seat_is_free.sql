-- Whether a claim may take a seat: nobody has it or its hold has lapsed, and nobody waits for its section or it was put on
-- open sale all the same; offers ask as if nobody waited. PostgreSQL puts the expression in the function's place when it
-- plans a statement.
CREATE FUNCTION seat_is_free(status smallint, held_until timestamptz, waiting boolean) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN status <= 1 AND (held_until IS NULL OR (held_until <= boxoffice_now() AND NOT waiting));
