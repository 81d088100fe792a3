#!/bin/sh
# Three databases, each owned by a login of its own; SHOW_PASSWORD and so on where the logins' passwords differ.
set -eu
for name in show booking notification; do
  variable="$(echo "$name" | tr '[:lower:]' '[:upper:]')_PASSWORD"
  eval "password=\${$variable:-\${BOXOFFICE_PASSWORD:?}}"
  psql -v ON_ERROR_STOP=1 -v name="$name" -v password="$password" -U postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
# a replica follows with a login of its own
replica="${REPLICA_PASSWORD:-${BOXOFFICE_PASSWORD:-}}"
if [ -n "$replica" ]; then
  psql -v ON_ERROR_STOP=1 -v password="$replica" -U postgres <<'SQL'
CREATE ROLE replica LOGIN REPLICATION PASSWORD :'password';
SQL
  echo "host replication replica all scram-sha-256" >>"$PGDATA/pg_hba.conf"
fi
