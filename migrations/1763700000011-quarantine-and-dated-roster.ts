import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `holder` and `placement` as before; a review counts wherever there is a doubt, the punch's own or not. */
const PUNCH_WITH_HOLDER = (doubts: boolean): string => `
  CREATE VIEW punch_with_holder AS
  SELECT punch.*, holder.cadre_code, placement.village_code, review.accept AS accepted,
         ${
           doubts
             ? `CASE WHEN punch.suspicions = '{}' AND doubt.codes IS NULL OR review.accept THEN 'good'
              WHEN NOT review.accept THEN 'refused'
              WHEN punch.suspicions = '{}' AND doubt.settled THEN 'good'
              ELSE 'suspect' END AS standing,
         coalesce(doubt.codes, '{}') AS doubts, doubt.because AS doubted_because`
             : `CASE WHEN punch.suspicions = '{}' OR review.accept THEN 'good'
              WHEN review.accept IS NULL THEN 'suspect'
              ELSE 'refused' END AS standing`
         }
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
  ${
    doubts
      ? `LEFT JOIN LATERAL (
    SELECT array_agg(punch_doubt.code) AS codes, bool_and(punch_doubt.settled) AS settled,
           max(punch_doubt.because) AS because
    FROM punch_doubt
    WHERE punch_doubt.clock_id = punch.clock_id AND punch_doubt.sequence = punch.sequence
      AND punch_doubt.cadre_code = holder.cadre_code) AS doubt ON true`
      : ''
  }
  LEFT JOIN LATERAL (
    SELECT punch_review.accept FROM punch_review
    WHERE punch_review.clock_id = punch.clock_id AND punch_review.sequence = punch.sequence
    ORDER BY punch_review.id DESC LIMIT 1)
    AS review ON punch.suspicions <> '{}'${doubts ? ' OR doubt.codes IS NOT NULL' : ''}`;

/** Doubts that one punch alone does not show, times that were lost, and a roster in which everything has a date. */
export class QuarantineAndDatedRoster1763700000011 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- How much is too much, from a date on. Of versions in force on a date the highest decides.
      CREATE TABLE quarantine_setting (
        version              integer PRIMARY KEY,
        effective_from       date NOT NULL,
        far_villages_minutes integer NOT NULL CHECK (far_villages_minutes BETWEEN 0 AND 60),
        crowd_numbers        integer NOT NULL CHECK (crowd_numbers BETWEEN 2 AND 100),
        crowd_seconds        integer NOT NULL CHECK (crowd_seconds BETWEEN 1 AND 600),
        reason               text NOT NULL,
        set_by               text NOT NULL,
        set_at               timestamptz NOT NULL
      );
      CREATE TRIGGER quarantine_setting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON quarantine_setting
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER quarantine_setting_journal AFTER INSERT ON quarantine_setting
        FOR EACH ROW EXECUTE FUNCTION write_journal();

      -- Between which moments a punch was made whose own time cannot say it, in the clock's zone. Known when
      -- it is appended, and kept as it was known then.
      CREATE TABLE lost_time (
        clock_id   integer NOT NULL,
        sequence   bigint NOT NULL,
        lies_from  timestamp NOT NULL,
        lies_until timestamp NOT NULL,
        PRIMARY KEY (clock_id, sequence),
        FOREIGN KEY (clock_id, sequence) REFERENCES punch,
        CHECK (lies_from <= lies_until)
      );
      CREATE INDEX lost_time_period ON lost_time USING gist (tsrange(lies_from, lies_until, '[]'));
      CREATE TRIGGER lost_time_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lost_time
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER lost_time_journal AFTER INSERT ON lost_time
        FOR EACH ROW EXECUTE FUNCTION write_journal();

      -- What other punches say against a punch. Derived with the days of its holder's week: it can be
      -- emptied at any time and computed again with the same result.
      CREATE TABLE punch_doubt (
        cadre_code text NOT NULL REFERENCES cadre,
        week       text NOT NULL,
        clock_id   integer NOT NULL,
        sequence   bigint NOT NULL,
        code       text NOT NULL CHECK (code IN ('FAR_VILLAGES')),
        -- Ids of the punches it cannot be true together with.
        because    text[] NOT NULL,
        -- A reviewer has refused every one of those.
        settled    boolean NOT NULL,
        PRIMARY KEY (clock_id, sequence, cadre_code, code)
      );
      CREATE INDEX punch_doubt_week ON punch_doubt (week, cadre_code);

      DROP VIEW punch_with_holder;
      ${PUNCH_WITH_HOLDER(true)};

      -- Under the policy “own village only” it decides money, so it has a date: the one in force on Monday.
      CREATE TABLE cadre_home_village (
        cadre_code   text NOT NULL REFERENCES cadre,
        valid_from   date NOT NULL,
        village_code text REFERENCES village,
        PRIMARY KEY (cadre_code, valid_from)
      );
      INSERT INTO cadre_home_village (cadre_code, valid_from, village_code)
        SELECT code, managed_from, home_village_code FROM cadre;
      ALTER TABLE cadre DROP COLUMN home_village_code;

      -- The days follow from here on other inputs than before.
      INSERT INTO dirty_week (cadre_code, week) SELECT cadre_code, week FROM week_assessment;
    `);
    // Of punches from before: between the last complete read that did not have them and the one that did.
    await queryRunner.query(`
      INSERT INTO lost_time (clock_id, sequence, lies_from, lies_until)
      SELECT punch.clock_id, punch.sequence, least(known.since, bounds.until), bounds.until
      FROM punch
      JOIN clock ON clock.id = punch.clock_id
      JOIN clock_read AS brought ON brought.id = punch.read_id
      CROSS JOIN LATERAL (SELECT brought.finished_at AT TIME ZONE clock.timezone AS until) AS bounds
      CROSS JOIN LATERAL (
        SELECT greatest(
          (SELECT min(placed_from)::timestamp FROM clock_placement WHERE clock_placement.clock_id = clock.id),
          (SELECT max(earlier.started_at) AT TIME ZONE clock.timezone FROM clock_read AS earlier
           WHERE earlier.clock_id = clock.id AND earlier.source = 'pull' AND earlier.outcome = 'complete'
             AND earlier.finished_at <= brought.started_at
             AND earlier.started_at >= coalesce((SELECT max(replaced_at) FROM clock_device_replacement
                                                 WHERE clock_device_replacement.clock_id = clock.id
                                                   AND replaced_at <= brought.started_at), '-infinity')),
          (SELECT good.local_time FROM punch AS good
           WHERE good.clock_id = punch.clock_id AND good.sequence < punch.sequence
             AND good.source = punch.source AND good.suspicions = '{}' AND punch.source <> 'file'
           ORDER BY good.sequence DESC LIMIT 1)) AS since) AS known
      WHERE punch.suspicions && ARRAY['IMPOSSIBLE_TIME', 'BACKWARDS', 'FUTURE'] AND known.since IS NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE cadre ADD COLUMN home_village_code text REFERENCES village;
      UPDATE cadre SET home_village_code = (
        SELECT village_code FROM cadre_home_village
        WHERE cadre_code = cadre.code ORDER BY valid_from DESC LIMIT 1);
      DROP TABLE cadre_home_village;
      DROP VIEW punch_with_holder;
      ${PUNCH_WITH_HOLDER(false)};
      DROP TABLE punch_doubt, lost_time, quarantine_setting;
    `);
  }
}
