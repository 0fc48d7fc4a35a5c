import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PunchLedger1763700000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE clock_read (
        id             uuid PRIMARY KEY,
        clock_id       integer NOT NULL REFERENCES clock,
        source         text NOT NULL CHECK (source IN ('pull', 'push', 'file')),
        started_at     timestamptz NOT NULL,
        finished_at    timestamptz NOT NULL,
        outcome        text NOT NULL CHECK (outcome IN ('complete', 'count-mismatch', 'failed')),
        error_code     text,
        serial_number  text,
        stated_before  integer,
        stated_after   integer,
        punch_capacity integer,
        decoded        integer NOT NULL,
        appended       integer NOT NULL,
        duplicates     integer NOT NULL,
        suspect        integer NOT NULL,
        offset_seconds integer,
        bytes_read     integer NOT NULL,
        CHECK ((outcome = 'failed') = (error_code IS NOT NULL)),
        CHECK (outcome <> 'failed' OR appended = 0)
      );
      CREATE INDEX clock_read_latest ON clock_read (clock_id, finished_at DESC);

      -- A punch is what the clock said. clock_time is kept as said (it may be an impossible date);
      -- local_time is the same as a timestamp where one exists.
      CREATE TABLE punch (
        clock_id    integer NOT NULL REFERENCES clock,
        sequence    bigint NOT NULL,
        number      text NOT NULL,
        clock_time  text NOT NULL,
        local_time  timestamp,
        verify_mode integer NOT NULL,
        punch_state integer NOT NULL,
        work_code   bigint NOT NULL,
        raw         bytea NOT NULL,
        source      text NOT NULL,
        read_id     uuid NOT NULL REFERENCES clock_read DEFERRABLE INITIALLY DEFERRED,
        received_at timestamptz NOT NULL,
        suspicions  text[] NOT NULL,
        hash        bytea NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (clock_id, sequence),
        UNIQUE (clock_id, number, clock_time, verify_mode, punch_state)
      );
      CREATE INDEX punch_by_time ON punch (local_time, clock_id);

      -- What is proven complete: every punch of this clock up to covered_until, in the clock's own time.
      CREATE TABLE coverage (
        read_id       uuid PRIMARY KEY REFERENCES clock_read,
        clock_id      integer NOT NULL REFERENCES clock,
        covered_until timestamp NOT NULL
      );
      CREATE INDEX coverage_latest ON coverage (clock_id, covered_until DESC);

      -- A person's decision on a suspect punch. The latest decides; none is ever taken back.
      CREATE TABLE punch_review (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        clock_id   integer NOT NULL,
        sequence   bigint NOT NULL,
        accept     boolean NOT NULL,
        reason     text NOT NULL,
        decided_by text NOT NULL,
        decided_at timestamptz NOT NULL,
        FOREIGN KEY (clock_id, sequence) REFERENCES punch
      );
      CREATE INDEX punch_review_latest ON punch_review (clock_id, sequence, id DESC);

      -- Every punch with the cadre who held its number at that clock that day, and the village the clock
      -- stood in. An enrolment at the clock itself goes before one for all clocks.
      CREATE VIEW punch_with_holder AS
      SELECT punch.*, holder.cadre_code, placement.village_code, review.accept AS accepted,
             CASE WHEN punch.suspicions = '{}' OR review.accept THEN 'good'
                  WHEN review.accept IS NULL THEN 'suspect'
                  ELSE 'refused' END AS standing
      FROM punch
      LEFT JOIN LATERAL (
        SELECT enrolment.cadre_code FROM enrolment
        WHERE enrolment.number = punch.number
          AND (enrolment.clock_id = punch.clock_id OR enrolment.clock_id IS NULL)
          AND enrolment.valid_from <= punch.local_time::date
          AND (enrolment.valid_until IS NULL OR enrolment.valid_until >= punch.local_time::date)
        ORDER BY enrolment.clock_id NULLS LAST LIMIT 1) AS holder ON true
      LEFT JOIN LATERAL (
        SELECT clock_placement.village_code FROM clock_placement
        WHERE clock_placement.clock_id = punch.clock_id
          AND clock_placement.placed_from <= punch.local_time::date
          AND (clock_placement.placed_until IS NULL OR clock_placement.placed_until > punch.local_time::date)
      ) AS placement ON true
      LEFT JOIN LATERAL (
        SELECT punch_review.accept FROM punch_review
        WHERE punch_review.clock_id = punch.clock_id AND punch_review.sequence = punch.sequence
        ORDER BY punch_review.id DESC LIMIT 1) AS review ON punch.suspicions <> '{}';

      CREATE TABLE ledger_seal (
        sealed_on     date PRIMARY KEY,
        sealed_at     timestamptz NOT NULL,
        heads         jsonb NOT NULL,
        previous_hash bytea NOT NULL,
        hash          bytea NOT NULL CHECK (length(hash) = 32)
      );

      CREATE TRIGGER clock_read_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON clock_read
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER punch_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON punch
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER coverage_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON coverage
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER punch_review_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON punch_review
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER ledger_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seal
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Who may talk to a clock now. Ends by itself, so a killed worker blocks nobody for long.
      CREATE TABLE clock_lease (
        clock_id integer PRIMARY KEY REFERENCES clock,
        holder   uuid NOT NULL,
        until    timestamptz NOT NULL
      );

      -- When a clock may be polled next after failures in a row. Scheduling only, never evidence.
      CREATE TABLE clock_backoff (
        clock_id     integer PRIMARY KEY REFERENCES clock,
        failures     integer NOT NULL,
        not_before   timestamptz NOT NULL
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP VIEW punch_with_holder;
      DROP TABLE clock_backoff, clock_lease, ledger_seal, punch_review, coverage, punch, clock_read;
    `);
  }
}
