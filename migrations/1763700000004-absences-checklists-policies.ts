import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AbsencesChecklistsPolicies1763700000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE absence (
        id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cadre_code  text NOT NULL REFERENCES cadre,
        kind        text NOT NULL,
        from_date   date NOT NULL,
        until_date  date NOT NULL,
        state       text NOT NULL CHECK (state IN ('filed', 'approved', 'refused')),
        filed_by    text NOT NULL,
        filed_at    timestamptz NOT NULL,
        decided_by  text,
        decided_at  timestamptz,
        reason      text,
        CHECK (until_date >= from_date),
        CHECK ((state = 'filed') = (decided_by IS NULL)),
        CHECK (decided_by <> filed_by)
      );
      CREATE INDEX absence_by_cadre ON absence (cadre_code, from_date);

      CREATE TABLE checklist (
        id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cadre_code text NOT NULL REFERENCES cadre,
        week       text NOT NULL CHECK (week ~ '^[0-9]{4}-W[0-9]{2}$'),
        UNIQUE (cadre_code, week)
      );

      CREATE TABLE checklist_item (
        checklist_id integer NOT NULL REFERENCES checklist,
        position     integer NOT NULL CHECK (position >= 1),
        title        text NOT NULL,
        village_code text REFERENCES village,
        due_at       timestamptz NOT NULL,
        result_text  text,
        result_at    timestamptz,
        PRIMARY KEY (checklist_id, position),
        CHECK ((result_text IS NULL) = (result_at IS NULL))
      );

      CREATE TABLE policy_version (
        township_code  text NOT NULL REFERENCES township,
        version        integer NOT NULL,
        effective_from text NOT NULL CHECK (effective_from ~ '^[0-9]{4}-W[0-9]{2}$'),
        clause         text NOT NULL,
        settings       jsonb NOT NULL,
        author         text NOT NULL,
        created_at     timestamptz NOT NULL,
        PRIMARY KEY (township_code, version)
      );
      CREATE TRIGGER policy_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_version
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE policy_version, checklist_item, checklist, absence;`);
  }
}
