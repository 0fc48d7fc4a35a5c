import type { MigrationInterface, QueryRunner } from 'typeorm';

const PARTITIONS = 32;

/** Everything a court may ask for beside the punches: each row gets an entry in the journal of its clock. */
const EVIDENCE = [
  { table: 'clock_read', order: 'finished_at, id' },
  { table: 'coverage', order: 'clock_id, covered_until, read_id' },
  { table: 'clock_event', order: 'id' },
  { table: 'clock_event_acknowledgement', order: 'acknowledged_at, event_id' },
  { table: 'quarantined_line', order: 'id' },
  { table: 'clock_incident', order: 'id' },
  { table: 'clock_incident_acknowledgement', order: 'acknowledged_at, incident_id' },
  { table: 'clock_device_replacement', order: 'id' },
  { table: 'clock_time_set', order: 'tried_at, read_id' },
  { table: 'punch_review', order: 'id' },
  { table: 'ledger_seal', order: 'sealed_on' },
  { table: 'audit_entry', order: 'id' },
  { table: 'holiday_notice', order: 'imported_at, year, version' },
  { table: 'policy_version', order: 'created_at, township_code, version' },
] as const;

const PUNCH_COLUMNS = `
  clock_id    integer NOT NULL REFERENCES clock,
  sequence    bigint NOT NULL,
  number      text NOT NULL,
  clock_time  text COLLATE "C" NOT NULL,
  local_time  timestamp,
  verify_mode integer NOT NULL,
  punch_state integer NOT NULL,
  work_code   bigint NOT NULL,
  raw         bytea NOT NULL,
  source      text NOT NULL,
  read_id     uuid NOT NULL REFERENCES clock_read DEFERRABLE INITIALLY DEFERRED,
  received_at timestamptz NOT NULL,
  suspicions  text[] NOT NULL,
  hash        bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (clock_id, sequence)`;

/** As the ledger was made with, word for word. */
const PUNCH_WITH_HOLDER = `
  CREATE VIEW punch_with_holder AS
  SELECT punch.*, holder.cadre_code, placement.village_code, review.accept AS accepted,
         CASE WHEN punch.suspicions = '{}' OR review.accept THEN 'good'
              WHEN review.accept IS NULL THEN 'suspect'
              ELSE 'refused' END AS standing
  FROM punch
  LEFT JOIN LATERAL (
    SELECT enrolment.cadre_code FROM enrolment
    WHERE enrolment.number = punch.number
      AND (enrolment.clock_id = punch.clock_id OR enrolment.clock_id IS NULL)
      AND enrolment.valid_from <= punch.local_time::date
      AND (enrolment.valid_until IS NULL OR enrolment.valid_until >= punch.local_time::date)
    ORDER BY enrolment.clock_id NULLS LAST LIMIT 1) AS holder ON true
  LEFT JOIN LATERAL (
    SELECT clock_placement.village_code FROM clock_placement
    WHERE clock_placement.clock_id = punch.clock_id
      AND clock_placement.placed_from <= punch.local_time::date
      AND (clock_placement.placed_until IS NULL OR clock_placement.placed_until > punch.local_time::date)
  ) AS placement ON true
  LEFT JOIN LATERAL (
    SELECT punch_review.accept FROM punch_review
    WHERE punch_review.clock_id = punch.clock_id AND punch_review.sequence = punch.sequence
    ORDER BY punch_review.id DESC LIMIT 1) AS review ON punch.suspicions <> '{}'`;

/** The chain of punches in partitions, and a second chain per clock of everything else that is evidence. */
export class LedgerJournal1763700000008 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await partitionPunches(queryRunner);
    await queryRunner.query(`
      ALTER TABLE clock_read
        -- The end of the clock's chain of punches right after this read; NULL in reads from before.
        ADD COLUMN head_sequence bigint,
        ADD COLUMN head_hash bytea CHECK (length(head_hash) = 32),
        -- Of a read that fetched the whole log: what its punches are known by, in the log's order. All of
        -- them are in the ledger.
        ADD COLUMN log_digest bytea CHECK (length(log_digest) = 32),
        ADD CHECK ((head_sequence IS NULL) = (head_hash IS NULL));
      CREATE INDEX clock_read_whole_log ON clock_read (clock_id, finished_at DESC) WHERE log_digest IS NOT NULL;

      ALTER TABLE ledger_seal ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version IN (1, 2));
      ALTER TABLE ledger_seal ALTER COLUMN version DROP DEFAULT;

      -- One chain per clock, and chain 0 for what belongs to no clock.
      CREATE TABLE journal (
        chain    integer NOT NULL,
        position bigint NOT NULL CHECK (position >= 1),
        kind     text NOT NULL,
        body     text NOT NULL,
        hash     bytea NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (chain, position)
      );
      CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- hash = SHA-256(hash before, or 32 zero bytes || body as UTF-8). What a body says is all that a
      -- verifier needs: it is kept as text, and never rendered again.
      CREATE FUNCTION append_journal(kind text, evidence jsonb) RETURNS void LANGUAGE plpgsql
        SET search_path = public, pg_temp AS $$
      DECLARE
        of_chain integer := coalesce(CASE kind
          WHEN 'clock_incident_acknowledgement' THEN
            (SELECT clock_id FROM clock_incident WHERE id = (evidence ->> 'incident_id')::integer)
          WHEN 'clock_event_acknowledgement' THEN
            (SELECT clock_id FROM clock_event WHERE id = (evidence ->> 'event_id')::bigint)
          ELSE (evidence ->> 'clock_id')::integer END, 0);
        last journal;
        body text;
      BEGIN
        -- Whoever comes second waits here until the first one's transaction has ended, and sees its entry.
        PERFORM pg_advisory_xact_lock(hashtext('journal'), of_chain);
        SELECT * INTO last FROM journal WHERE chain = of_chain ORDER BY position DESC LIMIT 1;
        last.position := coalesce(last.position, 0) + 1;
        body := jsonb_build_array('cunqin-journal-1', of_chain, last.position, kind, evidence)::text;
        INSERT INTO journal VALUES (of_chain, last.position, kind, body,
          sha256(coalesce(last.hash, decode(repeat('00', 32), 'hex')) || convert_to(body, 'UTF8')));
      END $$;
      REVOKE ALL ON FUNCTION append_journal(text, jsonb) FROM PUBLIC;

      -- Runs as the owner: whoever may add evidence need not, and cannot, write the journal. The settings
      -- decide how a value looks in JSON. known_log is where the next read may start: no evidence, and big.
      CREATE FUNCTION write_journal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        SET TimeZone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'iso_8601' SET bytea_output = 'hex' AS $$
      BEGIN
        PERFORM append_journal(TG_TABLE_NAME::text, to_jsonb(NEW) - 'known_log');
        RETURN NULL;
      END $$;
    `);
    // What is there already comes first: so no row of these tables is without its entry.
    for (const { table, order } of EVIDENCE) {
      await queryRunner.query(`
        SET LOCAL TimeZone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601';
        SET LOCAL bytea_output = 'hex';
        DO $$
        DECLARE row_before ${table};
        BEGIN
          FOR row_before IN SELECT * FROM ${table} ORDER BY ${order} LOOP
            PERFORM append_journal('${table}', to_jsonb(row_before) - 'known_log');
          END LOOP;
        END $$;
        CREATE TRIGGER ${table}_journal AFTER INSERT ON ${table}
          FOR EACH ROW EXECUTE FUNCTION write_journal();
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const { table } of EVIDENCE) await queryRunner.query(`DROP TRIGGER ${table}_journal ON ${table}`);
    await queryRunner.query(`
      DROP FUNCTION write_journal();
      DROP FUNCTION append_journal(text, jsonb);
      DROP TABLE journal;
      ALTER TABLE ledger_seal DROP COLUMN version;
      ALTER TABLE clock_read DROP COLUMN log_digest, DROP COLUMN head_hash, DROP COLUMN head_sequence;
    `);
    await replacePunches(queryRunner, 'UNIQUE (clock_id, number, clock_time, verify_mode, punch_state)', '');
    await queryRunner.query(`
      CREATE TRIGGER punch_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON punch
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }
}

/**
 * By clock: all that is unique is unique within a clock, so the database can go on to enforce it. The
 * identity begins with clock and time, so that a log's punches stand together in it.
 */
async function partitionPunches(queryRunner: QueryRunner): Promise<void> {
  await replacePunches(
    queryRunner,
    'CONSTRAINT punch_identity UNIQUE (clock_id, clock_time, number, verify_mode, punch_state)',
    'PARTITION BY HASH (clock_id)',
  );
  const tables = ['punch'];
  for (let part = 0; part < PARTITIONS; part += 1) tables.push(partition(part));
  for (const table of tables) {
    // A trigger of the whole is not asked when a statement names a part.
    await queryRunner.query(`
      CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }
}

/** Moves every punch, hash and all, into a table of another make; what refers to it is made again. */
async function replacePunches(
  queryRunner: QueryRunner,
  identity: string,
  partitioning: string,
): Promise<void> {
  await queryRunner.query(`
    DROP VIEW punch_with_holder;
    ALTER TABLE punch_review DROP CONSTRAINT punch_review_clock_id_sequence_fkey;
    ALTER TABLE punch RENAME TO punch_before;
    ALTER TABLE punch_before DROP CONSTRAINT punch_pkey;
    DROP INDEX punch_by_time;
    CREATE TABLE punch (${PUNCH_COLUMNS}, ${identity}) ${partitioning};
  `);
  for (let part = 0; partitioning !== '' && part < PARTITIONS; part += 1) {
    await queryRunner.query(`
      CREATE TABLE ${partition(part)} PARTITION OF punch
        FOR VALUES WITH (MODULUS ${PARTITIONS}, REMAINDER ${part});
    `);
  }
  await queryRunner.query(`
    INSERT INTO punch SELECT * FROM punch_before ORDER BY clock_id, sequence;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    DROP TABLE punch_before;
    CREATE INDEX punch_by_time ON punch (local_time, clock_id);
    ALTER TABLE punch_review ADD FOREIGN KEY (clock_id, sequence) REFERENCES punch;
    ${PUNCH_WITH_HOLDER};
  `);
}

function partition(part: number): string {
  return `punch_p${String(part).padStart(2, '0')}`;
}
