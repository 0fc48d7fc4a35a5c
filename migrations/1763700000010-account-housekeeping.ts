import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts that are shut; lines of the audit trail that say how a call ended. */
export class AccountHousekeeping1763700000010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE user_account
        ADD COLUMN disabled_at timestamptz,
        -- Part of what an access token is signed for: another number ends every session of the account.
        ADD COLUMN session_epoch integer NOT NULL DEFAULT 0;

      -- A call is written down before it is carried out, and how it ended in a line of its own.
      CREATE UNIQUE INDEX audit_entry_outcome ON audit_entry (subject) WHERE action = 'outcome';

      -- What nobody has decided yet is counted without a look at every punch.
      CREATE INDEX punch_with_suspicion ON punch (clock_id, sequence) WHERE suspicions <> '{}';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX punch_with_suspicion;
      DROP INDEX audit_entry_outcome;
      ALTER TABLE user_account DROP COLUMN session_epoch, DROP COLUMN disabled_at;
    `);
  }
}
