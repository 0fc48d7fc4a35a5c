import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PushClocks1763700000006 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A delivery that a clock pushed is part of a log: it says nothing of the rest.
      ALTER TABLE clock_read DROP CONSTRAINT clock_read_outcome_check;
      ALTER TABLE clock_read ADD CONSTRAINT clock_read_outcome_check
        CHECK (outcome IN ('complete', 'count-mismatch', 'partial', 'failed'));

      -- The serial number is all that tells one pushing clock from another.
      CREATE UNIQUE INDEX clock_push_serial ON clock (upper(serial_number))
        WHERE driver = 'push' AND retired_on IS NULL;

      -- Where a pushing clock stands in its conversation with us. Never evidence.
      CREATE TABLE push_clock (
        clock_id        integer PRIMARY KEY REFERENCES clock,
        last_contact_at timestamptz,
        address         text,
        attlog_stamp    text NOT NULL DEFAULT '0',
        operlog_stamp   text NOT NULL DEFAULT '0',
        dropped_lines   bigint NOT NULL DEFAULT 0,
        proof           text NOT NULL DEFAULT 'untested'
          CHECK (proof IN ('untested', 'proven', 'clock-holds-more', 'clock-holds-fewer', 'log-cleared', 'unsupported')),
        proof_detail    text,
        failed_proofs   integer NOT NULL DEFAULT 0,
        next_proof_at   timestamptz
      );

      -- Commands for a clock, given again until it says what became of them.
      CREATE TABLE push_command (
        id           text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9]{1,16}$'),
        clock_id     integer NOT NULL REFERENCES clock,
        kind         text NOT NULL CHECK (kind IN ('verify-sum', 'query-attlog')),
        from_time    timestamp NOT NULL,
        until_time   timestamp NOT NULL CHECK (until_time >= from_time),
        -- 0: for a person. 1: the first look of a proof. 2: after the period was fetched again.
        proof_round  integer NOT NULL CHECK (proof_round BETWEEN 0 AND 2),
        created_at   timestamptz NOT NULL,
        created_by   text NOT NULL,
        delivered_at timestamptz,
        answered_at  timestamptz,
        return_code  integer,
        counted      integer,
        CHECK ((answered_at IS NULL) = (return_code IS NULL))
      );
      CREATE INDEX push_command_pending ON push_command (clock_id, created_at) WHERE answered_at IS NULL;

      -- Clocks that push to us and that nobody has registered.
      CREATE TABLE unknown_push_device (
        serial_number text PRIMARY KEY,
        address       text NOT NULL,
        first_seen_at timestamptz NOT NULL,
        last_seen_at  timestamptz NOT NULL,
        requests      bigint NOT NULL
      );

      -- What was done to a clock, as the clock noted it.
      CREATE TABLE clock_event (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        clock_id    integer NOT NULL REFERENCES clock,
        clock_time  text NOT NULL,
        type        integer NOT NULL,
        operator    text NOT NULL,
        received_at timestamptz NOT NULL,
        read_id     uuid NOT NULL REFERENCES clock_read,
        UNIQUE (clock_id, clock_time, type, operator)
      );
      CREATE TRIGGER clock_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON clock_event
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- A person's word that nothing was lost when a log was cleared. None is ever taken back.
      CREATE TABLE clock_event_acknowledgement (
        event_id        bigint PRIMARY KEY REFERENCES clock_event,
        -- From here on, by the clock's time, it is to be proven complete again.
        proof_from      timestamp NOT NULL,
        reason          text NOT NULL,
        acknowledged_by text NOT NULL,
        acknowledged_at timestamptz NOT NULL
      );
      CREATE TRIGGER clock_event_acknowledgement_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON clock_event_acknowledgement
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Lines a clock pushed that could not be read. The line itself only when it looks like a punch.
      CREATE TABLE quarantined_line (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        clock_id    integer NOT NULL REFERENCES clock,
        sha256      text NOT NULL,
        fault       text NOT NULL,
        length      integer NOT NULL,
        bytes       bytea,
        received_at timestamptz NOT NULL,
        read_id     uuid NOT NULL REFERENCES clock_read,
        UNIQUE (clock_id, sha256)
      );
      CREATE TRIGGER quarantined_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON quarantined_line
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE quarantined_line, clock_event_acknowledgement, clock_event, unknown_push_device, push_command, push_clock;
      DROP INDEX clock_push_serial;
      ALTER TABLE clock_read DROP CONSTRAINT clock_read_outcome_check;
      ALTER TABLE clock_read ADD CONSTRAINT clock_read_outcome_check
        CHECK (outcome IN ('complete', 'count-mismatch', 'failed')) NOT VALID;
    `);
  }
}
