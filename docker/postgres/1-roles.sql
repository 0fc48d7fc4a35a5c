-- Runs once, as superuser, when the data volume is new.
-- cunqin_owner owns the tables and migrates; cunqin_app reads and writes them but owns nothing, so
-- it can neither drop a trigger of the ledger nor change or delete what the ledger holds.
\getenv owner_password CUNQIN_OWNER_PASSWORD
\getenv app_password CUNQIN_APP_PASSWORD

CREATE ROLE cunqin_owner LOGIN NOINHERIT PASSWORD :'owner_password';
CREATE ROLE cunqin_app LOGIN NOINHERIT PASSWORD :'app_password';

CREATE DATABASE cunqin OWNER cunqin_owner TEMPLATE template0
  ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C';
ALTER DATABASE cunqin SET timezone = 'UTC';
REVOKE ALL ON DATABASE cunqin FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE cunqin TO cunqin_app;

\connect cunqin
ALTER SCHEMA public OWNER TO cunqin_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO cunqin_app;
