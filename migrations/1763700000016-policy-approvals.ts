import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who answers for a version of the rule; an approval is a row of its own. */
export class PolicyApprovals1763700000016 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE policy_approval (
        township_code text NOT NULL,
        version       integer NOT NULL,
        -- A named leader, with the document if there is one.
        approver      text NOT NULL,
        recorded_by   text NOT NULL,
        recorded_at   timestamptz NOT NULL,
        PRIMARY KEY (township_code, version),
        FOREIGN KEY (township_code, version) REFERENCES policy_version
      );
      CREATE TRIGGER policy_approval_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_approval
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- A version's number names it by itself, in whatever township.
      CREATE UNIQUE INDEX policy_version_number ON policy_version (version);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX policy_version_number;
      DROP TABLE policy_approval;
    `);
  }
}
