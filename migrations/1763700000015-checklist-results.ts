import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists and items are added to and never rewritten; what becomes of an item are rows of their own. */
export class ChecklistResults1763700000015 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE checklist_result (
        id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        checklist_id integer NOT NULL,
        position     integer NOT NULL,
        kind         text NOT NULL CHECK (kind IN ('report', 'return')),
        -- What was reported, or why it was returned.
        text         text NOT NULL,
        -- When the report came in, or the return was made. Paper may have come in before it was recorded.
        at           timestamptz NOT NULL,
        recorded_at  timestamptz NOT NULL DEFAULT now(),
        -- Unknown for results older than this table.
        recorded_by  text,
        returns      bigint UNIQUE REFERENCES checklist_result,
        FOREIGN KEY (checklist_id, position) REFERENCES checklist_item,
        CHECK ((kind = 'return') = (returns IS NOT NULL)),
        CHECK (kind = 'report' OR recorded_by IS NOT NULL)
      );
      CREATE INDEX checklist_result_by_item ON checklist_result (checklist_id, position, id);
      INSERT INTO checklist_result (checklist_id, position, kind, text, at, recorded_at)
      SELECT checklist_id, position, 'report', result_text, result_at, result_at
      FROM checklist_item WHERE result_at IS NOT NULL ORDER BY result_at, checklist_id, position;
      ALTER TABLE checklist_item DROP COLUMN result_text, DROP COLUMN result_at;

      CREATE TABLE checklist_carry_over (
        checklist_id    integer NOT NULL,
        position        integer NOT NULL,
        to_checklist_id integer NOT NULL,
        to_position     integer NOT NULL,
        reason          text,
        carried_by      text NOT NULL,
        carried_at      timestamptz NOT NULL,
        PRIMARY KEY (checklist_id, position),
        UNIQUE (to_checklist_id, to_position),
        FOREIGN KEY (checklist_id, position) REFERENCES checklist_item,
        FOREIGN KEY (to_checklist_id, to_position) REFERENCES checklist_item (checklist_id, position)
      );
      CREATE INDEX checklist_by_week ON checklist (week);
    `);
    // What is there already comes first: so no row of these tables is without its entry.
    await queryRunner.query(`
      SET LOCAL TimeZone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601';
      SET LOCAL bytea_output = 'hex';
    `);
    for (const table of ['checklist', 'checklist_item', 'checklist_result', 'checklist_carry_over']) {
      await queryRunner.query(`
        SELECT append_journal('${table}', row_before)
        FROM (SELECT to_jsonb(kept) AS row_before FROM ${table} AS kept ORDER BY kept) AS earlier;
        CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER ${table}_journal AFTER INSERT ON ${table}
          FOR EACH ROW EXECUTE FUNCTION write_journal();
      `);
    }
  }

  /** What was returned and not reported again has no result; items carried over stay on both lists. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER checklist_append_only ON checklist;
      DROP TRIGGER checklist_journal ON checklist;
      DROP TRIGGER checklist_item_append_only ON checklist_item;
      DROP TRIGGER checklist_item_journal ON checklist_item;
      DROP INDEX checklist_by_week;
      ALTER TABLE checklist_item
        ADD COLUMN result_text text,
        ADD COLUMN result_at timestamptz,
        ADD CONSTRAINT checklist_item_check CHECK ((result_text IS NULL) = (result_at IS NULL));
      UPDATE checklist_item SET result_text = report.text, result_at = report.at
      FROM checklist_result AS report
      WHERE report.checklist_id = checklist_item.checklist_id AND report.position = checklist_item.position
        AND report.kind = 'report'
        AND NOT EXISTS (SELECT FROM checklist_result AS later WHERE later.returns = report.id);
      DROP TABLE checklist_carry_over, checklist_result;
    `);
  }
}
