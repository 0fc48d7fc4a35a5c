import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What verifications found, and how far one that runs has come. Never evidence: it is made anew at will. */
export class LedgerVerification1763700000009 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE ledger_verification (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        started_at  timestamptz NOT NULL,
        -- The chains as they stood when it began: what comes later is the next one's.
        plan        jsonb NOT NULL,
        finished_at timestamptz,
        ok          boolean,
        report      jsonb,
        CHECK ((finished_at IS NULL) = (ok IS NULL) AND (finished_at IS NULL) = (report IS NULL))
      );

      -- A stretch of a chain that one has walked, from the link after \`after\` on.
      CREATE TABLE ledger_verification_stretch (
        verification_id bigint NOT NULL REFERENCES ledger_verification ON DELETE CASCADE,
        kind            text NOT NULL CHECK (kind IN ('punch', 'journal')),
        chain           integer NOT NULL,
        after           bigint NOT NULL,
        result          jsonb NOT NULL,
        PRIMARY KEY (verification_id, kind, chain, after)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ledger_verification_stretch, ledger_verification`);
  }
}
