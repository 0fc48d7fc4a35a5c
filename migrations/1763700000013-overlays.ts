import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every slip has beside what it says. */
const slip = `
        id              integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        document_no     text,
        reason          text,
        state           text NOT NULL DEFAULT 'filed'
                        CHECK (state IN ('filed', 'approved', 'refused', 'withdrawn', 'revoked')),
        filed_by        text NOT NULL,
        filed_at        timestamptz NOT NULL,
        decided_by      text,
        decided_at      timestamptz,
        decision_reason text,
        CHECK ((state = 'filed') = (decided_by IS NULL)),
        CHECK (state = 'withdrawn' OR decided_by <> filed_by)`;

const registers = ['absence', 'enterprise_visit', 'emergency_duty', 'outage', 'correction'];

/** What people add to the facts: one table a register, one history of decisions for all. */
export class Overlays1763700000013 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE absence RENAME COLUMN reason TO decision_reason;
      ALTER TABLE absence
        DROP CONSTRAINT absence_state_check,
        DROP CONSTRAINT absence_check2,
        ADD CONSTRAINT absence_state_check
          CHECK (state IN ('filed', 'approved', 'refused', 'withdrawn', 'revoked')),
        ADD CONSTRAINT absence_decided_by_another CHECK (state = 'withdrawn' OR decided_by <> filed_by),
        ALTER COLUMN state SET DEFAULT 'filed',
        ADD COLUMN document_no text,
        ADD COLUMN reason text,
        -- Half a day is kept and shown; it takes nothing off the week.
        ADD COLUMN half text CHECK (half IN ('morning', 'afternoon')),
        ADD CONSTRAINT absence_half_of_one_date CHECK (half IS NULL OR from_date = until_date);
      CREATE INDEX absence_by_date ON absence (from_date, until_date);

      CREATE TABLE enterprise_visit (${slip},
        cadre_code   text NOT NULL REFERENCES cadre,
        visited_on   date NOT NULL,
        enterprise   text NOT NULL,
        village_code text REFERENCES village
      );
      CREATE INDEX enterprise_visit_by_cadre ON enterprise_visit (cadre_code, visited_on);
      CREATE INDEX enterprise_visit_by_date ON enterprise_visit (visited_on);

      CREATE TABLE emergency_duty (${slip},
        duty_order text NOT NULL,
        from_date  date NOT NULL,
        until_date date NOT NULL,
        CHECK (until_date >= from_date)
      );
      CREATE INDEX emergency_duty_by_date ON emergency_duty (from_date, until_date);
      CREATE TABLE emergency_duty_cadre (
        duty_id    integer NOT NULL REFERENCES emergency_duty,
        cadre_code text NOT NULL REFERENCES cadre,
        PRIMARY KEY (duty_id, cadre_code)
      );
      CREATE INDEX emergency_duty_of_cadre ON emergency_duty_cadre (cadre_code);

      -- In the clock's own time, as its punches are.
      CREATE TABLE outage (${slip},
        clock_id   integer NOT NULL REFERENCES clock,
        from_time  timestamp NOT NULL,
        until_time timestamp NOT NULL,
        cause      text NOT NULL,
        CHECK (until_time > from_time)
      );
      CREATE INDEX outage_by_clock ON outage (clock_id, from_time);

      CREATE TABLE correction (${slip},
        cadre_code   text NOT NULL REFERENCES cadre,
        corrected_on date NOT NULL,
        half         text NOT NULL CHECK (half IN ('morning', 'afternoon')),
        village_code text NOT NULL REFERENCES village,
        witness      text NOT NULL,
        -- The time in which the missing punch could have been made, by the rule of that date.
        span_from    timestamp NOT NULL,
        span_until   timestamp NOT NULL,
        CHECK (reason IS NOT NULL),
        CHECK (span_until > span_from)
      );
      CREATE INDEX correction_by_date ON correction (corrected_on);
      CREATE UNIQUE INDEX correction_once ON correction (cadre_code, corrected_on, half)
        WHERE state IN ('filed', 'approved');

      -- Corrections with whether an approved outage covers their time at a clock of their village: those are
      -- outside the monthly limit.
      CREATE VIEW correction_with_outage AS
      SELECT correction.*, EXISTS (
               SELECT FROM outage
               JOIN clock_placement USING (clock_id)
               WHERE outage.state = 'approved'
                 AND clock_placement.village_code = correction.village_code
                 AND clock_placement.placed_from <= correction.corrected_on
                 AND (clock_placement.placed_until IS NULL
                      OR clock_placement.placed_until > correction.corrected_on)
                 AND outage.from_time < correction.span_until
                 AND outage.until_time > correction.span_from) AS during_outage
      FROM correction;

      -- Who decided what about which slip, and when.
      CREATE TABLE slip_decision (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        register   text NOT NULL CHECK (register IN ('absences', 'enterprise-visits', 'emergency-duties',
                                                     'outages', 'corrections')),
        slip_id    integer NOT NULL,
        act        text NOT NULL CHECK (act IN ('approve', 'refuse', 'withdraw', 'revoke')),
        reason     text,
        decided_by text NOT NULL,
        decided_at timestamptz NOT NULL,
        CHECK (act NOT IN ('refuse', 'revoke') OR reason IS NOT NULL)
      );
      CREATE INDEX slip_decision_by_slip ON slip_decision (register, slip_id, id);
      CREATE TRIGGER slip_decision_journal AFTER INSERT ON slip_decision
        FOR EACH ROW EXECUTE FUNCTION write_journal();
      CREATE TRIGGER emergency_duty_cadre_journal AFTER INSERT ON emergency_duty_cadre
        FOR EACH ROW EXECUTE FUNCTION write_journal();
      INSERT INTO slip_decision (register, slip_id, act, reason, decided_by, decided_at)
      SELECT 'absences', id, CASE state WHEN 'approved' THEN 'approve' ELSE 'refuse' END,
             CASE state WHEN 'refused' THEN coalesce(decision_reason, '未注明') END, decided_by, decided_at
      FROM absence WHERE decided_by IS NOT NULL ORDER BY decided_at, id;
      CREATE TRIGGER slip_decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON slip_decision
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER emergency_duty_cadre_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON emergency_duty_cadre
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- A decision is added to a slip; what the slip says is never rewritten.
      CREATE FUNCTION refuse_slip_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        decision CONSTANT text[] := '{state,decided_by,decided_at,decision_reason}';
      BEGIN
        IF to_jsonb(NEW) - decision IS DISTINCT FROM to_jsonb(OLD) - decision THEN
          RAISE EXCEPTION 'what a slip of % says is never rewritten', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
    `);
    for (const table of registers) {
      await queryRunner.query(`
        CREATE TRIGGER ${table}_as_filed BEFORE UPDATE ON ${table}
          FOR EACH ROW EXECUTE FUNCTION refuse_slip_rewrite();
        CREATE TRIGGER ${table}_kept BEFORE DELETE OR TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP VIEW correction_with_outage;
      DROP TABLE slip_decision, correction, outage, emergency_duty_cadre, emergency_duty, enterprise_visit;
      DROP TRIGGER absence_as_filed ON absence;
      DROP TRIGGER absence_kept ON absence;
      DROP FUNCTION refuse_slip_rewrite();
      DROP INDEX absence_by_date;
      ALTER TABLE absence
        DROP COLUMN half, DROP COLUMN reason, DROP COLUMN document_no,
        ALTER COLUMN state DROP DEFAULT,
        DROP CONSTRAINT absence_decided_by_another,
        DROP CONSTRAINT absence_state_check;
      DELETE FROM absence WHERE state IN ('withdrawn', 'revoked');
      ALTER TABLE absence
        ADD CONSTRAINT absence_state_check CHECK (state IN ('filed', 'approved', 'refused')),
        ADD CONSTRAINT absence_check2 CHECK (decided_by <> filed_by);
      ALTER TABLE absence RENAME COLUMN decision_reason TO reason;
    `);
  }
}
