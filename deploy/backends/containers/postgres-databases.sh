#!/bin/sh
# Three databases, each owned by a login of its own, whose passwords are SHOW_PASSWORD and so on.
set -eu
for name in show booking notification; do
  eval "password=\${$(echo "$name" | tr '[:lower:]' '[:upper:]')_PASSWORD:?}"
  psql -v ON_ERROR_STOP=1 -v name="$name" -v password="$password" -U postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
# a replica, if there may be one, follows with a login of its own
if [ -n "${REPLICA_PASSWORD:-}" ]; then
  psql -v ON_ERROR_STOP=1 -v password="$REPLICA_PASSWORD" -U postgres <<'SQL'
CREATE ROLE replica LOGIN REPLICATION PASSWORD :'password';
SQL
  echo "host replication replica all scram-sha-256" >>"$PGDATA/pg_hba.conf"
fi
