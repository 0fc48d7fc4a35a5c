import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payroll: how its program wants the files, whom it knows by which number, and what it gave back. */
export class Payroll1763700000018 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The latest version counts; an issued month keeps the one that was in force when it was issued.
      CREATE TABLE payroll_mapping (
        township_code text NOT NULL REFERENCES township,
        version       integer NOT NULL CHECK (version >= 1),
        settings      jsonb NOT NULL,
        recorded_by   text NOT NULL,
        recorded_at   timestamptz NOT NULL,
        PRIMARY KEY (township_code, version)
      );

      -- The latest of a cadre counts.
      CREATE TABLE payroll_number (
        id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        township_code text NOT NULL REFERENCES township,
        cadre_code    text NOT NULL REFERENCES cadre,
        number        text NOT NULL CHECK (number <> ''),
        recorded_by   text NOT NULL,
        recorded_at   timestamptz NOT NULL
      );
      CREATE INDEX payroll_number_cadre ON payroll_number (township_code, cadre_code, id);

      -- What payroll says it withheld, and how that compares. A better file is the next version.
      CREATE TABLE payroll_receipt (
        township_code text NOT NULL REFERENCES township,
        month         text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
        version       integer NOT NULL CHECK (version >= 1),
        file_name     text NOT NULL,
        bytes         bytea NOT NULL,
        sha256        bytea NOT NULL CHECK (sha256 = sha256(bytes)),
        result        jsonb NOT NULL,
        uploaded_by   text NOT NULL,
        uploaded_at   timestamptz NOT NULL,
        PRIMARY KEY (township_code, month, version)
      );
    `);
    for (const table of TABLES) {
      await queryRunner.query(`
        CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${TABLES.join(', ')}`);
  }
}

const TABLES = ['payroll_mapping', 'payroll_number', 'payroll_receipt'];
