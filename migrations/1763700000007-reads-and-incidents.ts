import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReadsAndIncidents1763700000007 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE clock
        ADD COLUMN set_time text NOT NULL DEFAULT 'never' CHECK (set_time IN ('never', 'when-off')),
        ADD COLUMN live boolean NOT NULL DEFAULT false;

      -- Reads from before these columns were all full: log_records is NULL there and decoded stands for it.
      ALTER TABLE clock_read
        ADD COLUMN mode text CHECK (mode IN ('full', 'tail', 'nothing-new', 'refetched')),
        ADD COLUMN log_bytes integer,
        ADD COLUMN log_records integer,
        -- What the next read may start from: layout, records, overlap, digest.
        ADD COLUMN known_log jsonb,
        -- Whether the clock keeps its log in order of time.
        ADD COLUMN time_ordered boolean,
        -- How far this read proves the clock complete, if nothing speaks against it: then it is coverage, too.
        ADD COLUMN proven_until timestamp;

      -- What spoke against a clock when it was read.
      CREATE TABLE clock_incident (
        id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        clock_id    integer NOT NULL REFERENCES clock,
        code        text NOT NULL CHECK (code IN ('CLOCK.COUNT_MISMATCH', 'CLOCKS.LOG_SHRUNK',
                                                  'CLOCKS.OTHER_DEVICE', 'CLOCKS.DUPLICATE_DEVICE')),
        read_id     uuid NOT NULL REFERENCES clock_read,
        detected_at timestamptz NOT NULL,
        detail      jsonb NOT NULL
      );
      CREATE INDEX clock_incident_clock ON clock_incident (clock_id, id DESC);
      CREATE TRIGGER clock_incident_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON clock_incident
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- A person's word that nothing was lost. None is ever taken back.
      CREATE TABLE clock_incident_acknowledgement (
        incident_id     integer PRIMARY KEY REFERENCES clock_incident,
        reason          text NOT NULL,
        acknowledged_by text NOT NULL,
        acknowledged_at timestamptz NOT NULL
      );
      CREATE TRIGGER clock_incident_acknowledgement_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON clock_incident_acknowledgement
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- An incident stays open until it is acknowledged. A count that agrees again, or the right device
      -- answering again, closes its own by itself; a log that lost punches does not grow them back, and
      -- two devices with one number keep it.
      CREATE VIEW clock_incident_state AS
      SELECT clock_incident.*, said.reason, said.acknowledged_by, said.acknowledged_at,
             said.incident_id IS NULL AND (
               clock_incident.code IN ('CLOCKS.LOG_SHRUNK', 'CLOCKS.DUPLICATE_DEVICE') OR NOT EXISTS (
                 SELECT FROM clock_read AS later
                 WHERE later.clock_id = clock_incident.clock_id AND later.source = 'pull'
                   AND later.finished_at > clock_incident.detected_at
                   AND (later.outcome = 'complete'
                        OR later.outcome <> 'failed' AND clock_incident.code <> 'CLOCK.COUNT_MISMATCH'))
             ) AS open
      FROM clock_incident
      LEFT JOIN clock_incident_acknowledgement AS said ON said.incident_id = clock_incident.id;

      -- Another device taken for this clock, by somebody's word.
      CREATE TABLE clock_device_replacement (
        id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        clock_id      integer NOT NULL REFERENCES clock,
        previous      text,
        serial_number text NOT NULL,
        reason        text NOT NULL,
        replaced_by   text NOT NULL,
        replaced_at   timestamptz NOT NULL
      );
      CREATE TRIGGER clock_device_replacement_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON clock_device_replacement
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Every attempt of ours to set a clock: by what it was off, what it said, what it was set to.
      CREATE TABLE clock_time_set (
        read_id        uuid PRIMARY KEY REFERENCES clock_read,
        clock_id       integer NOT NULL REFERENCES clock,
        tried_at       timestamptz NOT NULL,
        offset_seconds integer,
        before         text NOT NULL,
        after          text NOT NULL,
        error_code     text
      );
      CREATE INDEX clock_time_set_latest ON clock_time_set (clock_id, tried_at DESC);
      CREATE TRIGGER clock_time_set_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON clock_time_set
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Whoever only listens for live events gives way to whoever wants to talk.
      ALTER TABLE clock_lease
        ADD COLUMN purpose text NOT NULL DEFAULT 'talk' CHECK (purpose IN ('talk', 'watch')),
        ADD COLUMN wanted_until timestamptz;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE clock_lease DROP COLUMN wanted_until, DROP COLUMN purpose;
      DROP VIEW clock_incident_state;
      DROP TABLE clock_time_set, clock_device_replacement, clock_incident_acknowledgement, clock_incident;
      ALTER TABLE clock_read
        DROP COLUMN proven_until, DROP COLUMN time_ordered, DROP COLUMN known_log, DROP COLUMN log_records,
        DROP COLUMN log_bytes, DROP COLUMN mode;
      ALTER TABLE clock DROP COLUMN live, DROP COLUMN set_time;
    `);
  }
}
