#!/bin/sh
# Three databases, each owned by a login of its own.
set -eu
for name in show booking notification; do
  psql -v ON_ERROR_STOP=1 -v name="$name" -v password="$BOXOFFICE_PASSWORD" -U postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
