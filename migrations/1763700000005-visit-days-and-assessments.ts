import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Derived tables: they can be emptied at any time and computed again with the same result. */
export class VisitDaysAndAssessments1763700000005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE visit_day (
        cadre_code    text NOT NULL REFERENCES cadre,
        date          date NOT NULL,
        week          text NOT NULL,
        kind          text NOT NULL CHECK (kind IN ('village', 'half-pair')),
        credited      boolean NOT NULL,
        morning       text[] NOT NULL,
        afternoon     text[] NOT NULL,
        suspect       text[] NOT NULL,
        village_codes text[] NOT NULL,
        PRIMARY KEY (cadre_code, date)
      );
      CREATE INDEX visit_day_week ON visit_day (week);

      CREATE TABLE week_assessment (
        cadre_code         text NOT NULL REFERENCES cadre,
        week               text NOT NULL,
        month              text NOT NULL,
        category           text NOT NULL,
        policy_version     integer NOT NULL,
        quota              integer NOT NULL,
        available_workdays integer NOT NULL,
        visit_days         integer NOT NULL,
        corrected_days     integer NOT NULL,
        checklist_items    integer NOT NULL,
        checklist_on_time  integer NOT NULL,
        verdict            text NOT NULL CHECK (verdict IN ('met', 'missed', 'exempt', 'undetermined')),
        reasons            jsonb NOT NULL,
        misses             integer NOT NULL CHECK (misses >= 0),
        deduction_fen      integer NOT NULL CHECK (deduction_fen >= 0),
        waiting_for        integer[] NOT NULL,
        PRIMARY KEY (week, cadre_code),
        CHECK (verdict = 'missed' OR (misses = 0 AND deduction_fen = 0))
      );
      CREATE INDEX week_assessment_month ON week_assessment (month);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE week_assessment, visit_day;`);
  }
}
