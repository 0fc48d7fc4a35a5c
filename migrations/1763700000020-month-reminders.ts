import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a month did not go on by itself. */
export class MonthReminders1763700000020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE month_reminder (
        id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        township_code text NOT NULL REFERENCES township,
        month         text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
        -- The step that was due, and everything that stood against it.
        to_state      text NOT NULL CHECK (to_state IN ('checking', 'notice')),
        reasons       jsonb NOT NULL CHECK (jsonb_array_length(reasons) > 0),
        at            timestamptz NOT NULL
      );
      CREATE INDEX month_reminder_latest ON month_reminder (township_code, month, id DESC);

      CREATE TRIGGER month_reminder_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON month_reminder
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER month_reminder_journal AFTER INSERT ON month_reminder
        FOR EACH ROW EXECUTE FUNCTION write_journal();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE month_reminder`);
  }
}
