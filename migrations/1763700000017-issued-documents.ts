import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Papers as they were issued: the very bytes, so that no later version of the program words them anew. */
export class IssuedDocuments1763700000017 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE issued_document (
        township_code text NOT NULL REFERENCES township,
        -- What the paper is about: a month 2026-10 or a week 2026-W43.
        period        text NOT NULL CHECK (period ~ '^[0-9]{4}-([0-9]{2}|W[0-9]{2})$'),
        -- bulletin.docx, public-notice.docx, deductions-long.csv: the first that is stored is the paper.
        name          text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9.-]*$'),
        media_type    text NOT NULL,
        bytes         bytea NOT NULL,
        sha256        bytea NOT NULL CHECK (sha256 = sha256(bytes)),
        stored_at     timestamptz NOT NULL,
        PRIMARY KEY (township_code, period, name)
      );
      -- The files are compressed already.
      ALTER TABLE issued_document ALTER COLUMN bytes SET STORAGE EXTERNAL;

      CREATE TRIGGER issued_document_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON issued_document
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE issued_document`);
  }
}
