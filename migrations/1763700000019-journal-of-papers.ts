import type { MigrationInterface, QueryRunner } from 'typeorm';

const EVIDENCE = [
  'policy_approval',
  'issued_document',
  'payroll_mapping',
  'payroll_number',
  'payroll_receipt',
];

/** Stored papers, payroll's receipts and approvals of the rule are evidence, too. */
export class JournalOfPapers1763700000019 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // A paper's bytes stay out of the journal: its SHA-256, which the table holds to be theirs, is in it.
    await writeJournalWithout(queryRunner, `'{known_log,bytes}'::text[]`);
    for (const table of EVIDENCE) {
      await queryRunner.query(`
        CREATE TRIGGER ${table}_journal AFTER INSERT ON ${table}
          FOR EACH ROW EXECUTE FUNCTION write_journal();
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of EVIDENCE) await queryRunner.query(`DROP TRIGGER ${table}_journal ON ${table}`);
    await writeJournalWithout(queryRunner, `'known_log'`);
  }
}

async function writeJournalWithout(queryRunner: QueryRunner, columns: string): Promise<void> {
  await queryRunner.query(`
    CREATE OR REPLACE FUNCTION write_journal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = public, pg_temp
      SET TimeZone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'iso_8601' SET bytea_output = 'hex' AS $$
    BEGIN
      PERFORM append_journal(TG_TABLE_NAME::text, to_jsonb(NEW) - ${columns});
      RETURN NULL;
    END $$;
  `);
}
