import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The month: its states, what is frozen when it is issued, objections, and the years before the clocks. */
export class Settlement1763700000014 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The state of a month is its latest row; no row: open.
      CREATE TABLE month_transition (
        township_code  text NOT NULL REFERENCES township,
        month          text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
        sequence       integer NOT NULL CHECK (sequence >= 1),
        to_state       text NOT NULL CHECK (to_state IN ('open', 'checking', 'notice', 'approved', 'issued')),
        at             timestamptz NOT NULL,
        by_user        text NOT NULL,
        by_name        text,
        doc_no         text,
        reason         text,
        -- SHA-256 of the month's figures as they were then, hex: what was approved is what is issued.
        figures_sha256 text,
        -- What the public notice showed, in fen by cadre code: nobody pays more without a new one.
        noticed        jsonb CHECK ((noticed IS NOT NULL) = (to_state = 'notice')),
        PRIMARY KEY (township_code, month, sequence),
        CHECK ((to_state = 'issued') = (doc_no IS NOT NULL))
      );

      -- What was issued. The text is the evidence; the tables below are its rows for the database.
      CREATE TABLE settled_month (
        township_code     text NOT NULL REFERENCES township,
        month             text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
        doc_no            text NOT NULL,
        issued_at         timestamptz NOT NULL,
        report            text NOT NULL,
        sha256            bytea NOT NULL CHECK (sha256 = sha256(convert_to(report, 'UTF8'))),
        verification_code text NOT NULL UNIQUE,
        PRIMARY KEY (township_code, month),
        UNIQUE (township_code, doc_no)
      );

      CREATE TABLE settled_week (
        township_code text NOT NULL,
        week          text NOT NULL,
        month         text NOT NULL,
        cadre_weeks   integer NOT NULL,
        visit_days    numeric NOT NULL,
        PRIMARY KEY (township_code, week)
      );

      -- A cadre's week as it was settled.
      CREATE TABLE settled_line (
        township_code      text NOT NULL,
        month              text NOT NULL,
        week               text NOT NULL,
        cadre_code         text NOT NULL,
        category           text NOT NULL,
        policy_version     integer NOT NULL,
        quota              numeric NOT NULL,
        available_workdays numeric NOT NULL,
        visit_days         numeric NOT NULL,
        corrected_days     numeric NOT NULL,
        checklist_items    integer NOT NULL,
        checklist_on_time  integer NOT NULL,
        verdict            text NOT NULL CHECK (verdict IN ('met', 'missed', 'exempt')),
        reasons            jsonb NOT NULL,
        misses             integer NOT NULL,
        deduction_fen      integer NOT NULL,
        PRIMARY KEY (week, cadre_code)
      );

      -- A cadre's month as it was settled; who was charged has a line number.
      CREATE TABLE settled_cadre (
        township_code    text NOT NULL,
        month            text NOT NULL,
        cadre_code       text NOT NULL,
        line             integer,
        name             text NOT NULL,
        office           text NOT NULL,
        category         text NOT NULL,
        identity         text NOT NULL,
        post_subsidy_fen integer NOT NULL,
        misses           integer NOT NULL,
        computed_fen     integer NOT NULL,
        deducted_fen     integer NOT NULL CHECK (deducted_fen BETWEEN 0 AND computed_fen),
        PRIMARY KEY (month, cadre_code)
      );

      -- Differences of earlier months that this month set right. Never a change of theirs.
      CREATE TABLE settled_adjustment (
        township_code  text NOT NULL,
        month          text NOT NULL,
        line           integer NOT NULL,
        cadre_code     text NOT NULL,
        origin_month   text NOT NULL CHECK (origin_month < month),
        week           text,
        kind           text NOT NULL CHECK (kind IN ('reversal', 'supplement')),
        cause          text NOT NULL,
        reason         text,
        policy_version integer,
        misses_before  integer NOT NULL,
        misses_after   integer NOT NULL,
        fen_before     integer NOT NULL,
        fen_after      integer NOT NULL,
        amount_fen     integer NOT NULL,
        PRIMARY KEY (township_code, month, line)
      );
      CREATE INDEX settled_adjustment_origin ON settled_adjustment (origin_month, cadre_code);

      CREATE TABLE objection (
        id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cadre_code text NOT NULL REFERENCES cadre,
        week       text NOT NULL CHECK (week ~ '^[0-9]{4}-W[0-9]{2}$'),
        kind       text NOT NULL CHECK (kind IN ('objection', 'review')),
        text       text NOT NULL,
        filed_by   text NOT NULL,
        filed_at   timestamptz NOT NULL,
        decide_by  date
      );
      CREATE INDEX objection_week ON objection (week);

      CREATE TABLE objection_decision (
        objection_id integer PRIMARY KEY REFERENCES objection,
        upheld       boolean NOT NULL,
        waived       boolean NOT NULL,
        reason       text NOT NULL,
        decided_by   text NOT NULL,
        decided_at   timestamptz NOT NULL,
        CHECK (upheld OR NOT waived)
      );

      -- Cadre-weeks that people decided not to charge. An overlay like a slip: the facts stay.
      CREATE TABLE review_decision (
        cadre_code   text NOT NULL REFERENCES cadre,
        week         text NOT NULL,
        objection_id integer NOT NULL REFERENCES objection,
        reason       text NOT NULL,
        decided_by   text NOT NULL,
        decided_at   timestamptz NOT NULL,
        PRIMARY KEY (week, cadre_code)
      );

      -- Figures of weeks before the clocks, typed by somebody from a source. The latest of a period counts.
      CREATE TABLE baseline (
        id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        township_code text NOT NULL REFERENCES township,
        from_week     text NOT NULL CHECK (from_week ~ '^[0-9]{4}-W[0-9]{2}$'),
        until_week    text NOT NULL CHECK (until_week ~ '^[0-9]{4}-W[0-9]{2}$'),
        cadre_weeks   integer NOT NULL CHECK (cadre_weeks >= 0),
        visit_days    numeric NOT NULL CHECK (visit_days >= 0),
        persons       integer NOT NULL CHECK (persons >= 0),
        occurrences   integer NOT NULL CHECK (occurrences >= persons),
        amount_fen    bigint NOT NULL CHECK (amount_fen >= 0),
        cadre_codes   text[] NOT NULL,
        source        text NOT NULL,
        recorded_by   text NOT NULL,
        recorded_at   timestamptz NOT NULL,
        CHECK (until_week >= from_week AND left(until_week, 4) = left(from_week, 4))
      );
    `);
    // What people decided, and what was issued. The lines of a month are proven by hashes in its report.
    for (const table of JOURNALED) {
      await queryRunner.query(`
        CREATE TRIGGER ${table}_journal AFTER INSERT ON ${table}
          FOR EACH ROW EXECUTE FUNCTION write_journal();
      `);
    }
    for (const table of APPEND_ONLY) {
      await queryRunner.query(`
        CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${[...APPEND_ONLY].reverse().join(', ')};`);
  }
}

const APPEND_ONLY = [
  'month_transition',
  'settled_month',
  'settled_week',
  'settled_line',
  'settled_cadre',
  'settled_adjustment',
  'objection',
  'objection_decision',
  'review_decision',
  'baseline',
];

const JOURNALED = [
  'month_transition',
  'settled_month',
  'settled_week',
  'objection',
  'objection_decision',
  'review_decision',
  'baseline',
];
