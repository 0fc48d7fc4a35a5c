import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Derived tables: what was in them is judged again, with the dates that counted and half days. */
export class HalfDaysAndCountedDates1763700000012 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO dirty_week (cadre_code, week) SELECT cadre_code, week FROM week_assessment;
      DELETE FROM week_assessment;
      DELETE FROM visit_day;

      ALTER TABLE visit_day
        DROP CONSTRAINT visit_day_kind_check,
        ADD CONSTRAINT visit_day_kind_check CHECK (kind IN ('village', 'half-day', 'half-pair')),
        ADD COLUMN weight numeric(2, 1) NOT NULL CHECK (weight IN (0, 0.5, 1)),
        ADD COLUMN outside text[] NOT NULL,
        ADD CHECK (credited = (weight > 0));

      ALTER TABLE week_assessment
        ALTER COLUMN quota TYPE numeric(3, 1),
        ALTER COLUMN visit_days TYPE numeric(3, 1),
        -- {inWeek, managed, excused}
        ADD COLUMN workdays jsonb NOT NULL,
        -- [{date, as, weight, corrected}], [{date, why}]
        ADD COLUMN counted_dates jsonb NOT NULL,
        ADD COLUMN uncounted_dates jsonb NOT NULL,
        -- Positions on the list.
        ADD COLUMN checklist_unsupported integer[] NOT NULL,
        -- When an item that kept the week undetermined is due: from then on it has to be judged again.
        ADD COLUMN open_until timestamptz;
      CREATE INDEX week_assessment_open ON week_assessment (open_until) WHERE open_until IS NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO dirty_week (cadre_code, week) SELECT cadre_code, week FROM week_assessment;
      DELETE FROM week_assessment;
      DELETE FROM visit_day;
      ALTER TABLE week_assessment
        DROP COLUMN open_until, DROP COLUMN checklist_unsupported, DROP COLUMN uncounted_dates,
        DROP COLUMN counted_dates, DROP COLUMN workdays,
        ALTER COLUMN visit_days TYPE integer, ALTER COLUMN quota TYPE integer;
      ALTER TABLE visit_day
        DROP COLUMN outside, DROP COLUMN weight,
        DROP CONSTRAINT visit_day_kind_check,
        ADD CONSTRAINT visit_day_kind_check CHECK (kind IN ('village', 'half-pair'));
    `);
  }
}
