import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person's word for a pushing clock whose own count of a period is not the ledger's. */
export class PushCountAnswers1763700000024 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE push_count_answer (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        clock_id    integer NOT NULL REFERENCES clock,
        -- From here on, by the clock's time, it is to be proven complete again.
        proof_from  timestamp NOT NULL,
        -- The counts and the period it is about, as they were shown.
        detail      text NOT NULL,
        reason      text NOT NULL,
        answered_by text NOT NULL,
        answered_at timestamptz NOT NULL
      );
      CREATE INDEX push_count_answer_latest ON push_count_answer (clock_id, proof_from DESC);
      CREATE TRIGGER push_count_answer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON push_count_answer
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER push_count_answer_journal AFTER INSERT ON push_count_answer
        FOR EACH ROW EXECUTE FUNCTION write_journal();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE push_count_answer`);
  }
}
