import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Roster1763700000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;

      CREATE TABLE township (
        code text PRIMARY KEY,
        name text NOT NULL
      );

      CREATE TABLE village (
        code          text PRIMARY KEY,
        township_code text NOT NULL REFERENCES township,
        name          text NOT NULL,
        kind          text NOT NULL CHECK (kind IN ('village', 'community'))
      );

      CREATE TABLE cadre (
        code              text PRIMARY KEY,
        township_code     text NOT NULL REFERENCES township,
        name              text NOT NULL,
        office            text NOT NULL,
        identity          text NOT NULL CHECK (identity IN ('civil-servant', 'institution', 'contract')),
        post_subsidy_fen  integer NOT NULL CHECK (post_subsidy_fen >= 0),
        managed_from      date NOT NULL,
        managed_until     date,
        home_village_code text REFERENCES village,
        CHECK (managed_until IS NULL OR managed_until >= managed_from)
      );

      -- The category in force on a day is the one with the latest valid_from at or before it.
      CREATE TABLE cadre_category (
        cadre_code text NOT NULL REFERENCES cadre,
        valid_from date NOT NULL,
        category   text NOT NULL CHECK (category IN ('resident', 'organ')),
        PRIMARY KEY (cadre_code, valid_from)
      );

      CREATE TABLE clock (
        id                 integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name               text NOT NULL,
        driver             text NOT NULL CHECK (driver IN ('zk-tcp', 'zk-udp', 'node-zklib', 'push')),
        host               text NOT NULL,
        port               integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
        comm_key_sealed    bytea,
        serial_number      text,
        poll_every_minutes integer NOT NULL CHECK (poll_every_minutes BETWEEN 1 AND 1440),
        timezone           text NOT NULL,
        retired_on         date
      );

      -- Where a clock stood, and when: a punch keeps the village the clock stood in that day.
      CREATE TABLE clock_placement (
        clock_id     integer NOT NULL REFERENCES clock,
        village_code text NOT NULL REFERENCES village,
        placed_from  date NOT NULL,
        placed_until date,
        PRIMARY KEY (clock_id, placed_from),
        CHECK (placed_until IS NULL OR placed_until > placed_from),
        EXCLUDE USING gist (clock_id WITH =, daterange(placed_from, placed_until) WITH &&)
      );

      -- Who held a number, at which clock (NULL: at all), and when (until is the last day).
      CREATE TABLE enrolment (
        id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cadre_code  text NOT NULL REFERENCES cadre,
        clock_id    integer REFERENCES clock,
        number      text NOT NULL,
        valid_from  date NOT NULL,
        valid_until date,
        CHECK (valid_until IS NULL OR valid_until >= valid_from),
        EXCLUDE USING gist (number WITH =, (coalesce(clock_id, 0)) WITH =,
                            daterange(valid_from, valid_until, '[]') WITH &&)
      );

      CREATE TABLE holiday_notice (
        year            integer NOT NULL,
        version         integer NOT NULL,
        doc_no          text NOT NULL,
        holidays        jsonb NOT NULL,
        makeup_workdays jsonb NOT NULL,
        imported_at     timestamptz NOT NULL,
        imported_by     text NOT NULL,
        PRIMARY KEY (year, version)
      );
      CREATE TRIGGER holiday_notice_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON holiday_notice
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Cadre-weeks whose inputs changed. A mark is a row of its own, so that a mark written while an
      -- older one is being worked off is never lost.
      CREATE TABLE dirty_week (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cadre_code text NOT NULL,
        week       text NOT NULL
      );
      CREATE INDEX dirty_week_week ON dirty_week (week);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE dirty_week, holiday_notice, enrolment, clock_placement, clock, cadre_category, cadre,
        village, township;
    `);
  }
}
