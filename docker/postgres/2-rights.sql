-- Runs as cunqin_owner after every migration: what the application may do with the tables there are.
BEGIN;

GRANT USAGE ON SCHEMA public, bullmq TO cunqin_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, bullmq TO cunqin_app;

-- The queue makes a sequence of job numbers for each queue when it is first used. Those belong to
-- the application, and granting on what one does not own is an error.
GRANT CREATE ON SCHEMA bullmq TO cunqin_app;
DO $$
DECLARE
  own regclass;
BEGIN
  FOR own IN
    SELECT oid::regclass FROM pg_class
    WHERE relkind = 'S' AND relowner = current_user::regrole
      AND relnamespace IN ('public'::regnamespace, 'bullmq'::regnamespace)
  LOOP
    EXECUTE format('GRANT USAGE, SELECT, UPDATE ON SEQUENCE %s TO cunqin_app', own);
  END LOOP;
END
$$;

-- The record of migrations is the owner's.
REVOKE INSERT, UPDATE, DELETE ON public.schema_migration FROM cunqin_app;

-- A table with a trigger named *_append_only can be added to and nothing else.
DO $$
DECLARE
  append_only regclass;
  found text[] := '{}';
BEGIN
  FOR append_only IN
    SELECT DISTINCT tgrelid::regclass FROM pg_trigger
    WHERE NOT tgisinternal AND tgname LIKE '%\_append\_only'
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM cunqin_app', append_only);
    found := found || append_only::text;
  END LOOP;
  IF NOT found @> ARRAY['punch', 'clock_read', 'coverage', 'journal', 'ledger_seal', 'audit_entry'] THEN
    RAISE EXCEPTION 'the ledger is not protected: append-only tables found are %', found;
  END IF;
END
$$;

-- Rows go in through the whole table only: nobody needs a right on a part.
DO $$
DECLARE
  part regclass;
BEGIN
  FOR part IN
    SELECT oid::regclass FROM pg_class
    WHERE relispartition AND relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM cunqin_app', part);
  END LOOP;
END
$$;

-- The journal is written by the triggers of the evidence, which run as the owner.
REVOKE INSERT ON public.journal FROM cunqin_app;

-- Whoever owns a table can take its triggers off.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relowner = 'cunqin_app'::regrole) THEN
    RAISE EXCEPTION 'the application owns tables of the ledger''s schema';
  END IF;
END
$$;

COMMIT;
