import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who held a number where and when a punch was made. `ofTownship`: an enrolment for all clocks is one for those of
 * the holder's township; a clock that stands nowhere is everybody's.
 */
const PUNCH_WITH_HOLDER = (ofTownship: boolean): string => `
  CREATE VIEW punch_with_holder AS
  SELECT punch.*, holder.cadre_code, placement.village_code, review.accept AS accepted,
         CASE WHEN punch.suspicions = '{}' AND doubt.codes IS NULL OR review.accept THEN 'good'
              WHEN NOT review.accept THEN 'refused'
              WHEN punch.suspicions = '{}' AND doubt.settled THEN 'good'
              ELSE 'suspect' END AS standing,
         coalesce(doubt.codes, '{}') AS doubts, doubt.because AS doubted_because
  FROM punch
  LEFT JOIN LATERAL (
    SELECT clock_placement.village_code, village.township_code
    FROM clock_placement JOIN village ON village.code = clock_placement.village_code
    WHERE clock_placement.clock_id = punch.clock_id
      AND clock_placement.placed_from <= punch.local_time::date
      AND (clock_placement.placed_until IS NULL OR clock_placement.placed_until > punch.local_time::date)
  ) AS placement ON true
  LEFT JOIN LATERAL (
    SELECT enrolment.cadre_code FROM enrolment
    WHERE enrolment.number = punch.number
      AND (enrolment.clock_id = punch.clock_id OR enrolment.clock_id IS NULL)
      ${
        ofTownship
          ? `AND (enrolment.clock_id IS NOT NULL OR placement.township_code IS NULL
             OR placement.township_code = enrolment.township_code)`
          : ''
      }
      AND enrolment.valid_from <= punch.local_time::date
      AND (enrolment.valid_until IS NULL OR enrolment.valid_until >= punch.local_time::date)
    ORDER BY enrolment.clock_id NULLS LAST, enrolment.id LIMIT 1) AS holder ON true
  LEFT JOIN LATERAL (
    SELECT array_agg(punch_doubt.code) AS codes, bool_and(punch_doubt.settled) AS settled,
           max(punch_doubt.because) AS because
    FROM punch_doubt
    WHERE punch_doubt.clock_id = punch.clock_id AND punch_doubt.sequence = punch.sequence
      AND punch_doubt.cadre_code = holder.cadre_code) AS doubt ON true
  LEFT JOIN LATERAL (
    SELECT punch_review.accept FROM punch_review
    WHERE punch_review.clock_id = punch.clock_id AND punch_review.sequence = punch.sequence
    ORDER BY punch_review.id DESC LIMIT 1)
    AS review ON punch.suspicions <> '{}' OR doubt.codes IS NOT NULL`;

/** Two townships of a county number their people from 1, each for itself. */
export class CountyNumbers1763700000025 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE enrolment ADD COLUMN township_code text REFERENCES township;
      UPDATE enrolment SET township_code = cadre.township_code FROM cadre WHERE cadre.code = cadre_code;

      -- It is the cadre's, whatever a statement says; a restored row may come before its cadre.
      CREATE FUNCTION township_of_enrolment() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.township_code := coalesce(
          (SELECT cadre.township_code FROM cadre WHERE cadre.code = NEW.cadre_code), NEW.township_code);
        RETURN NEW;
      END $$;
      CREATE TRIGGER enrolment_township BEFORE INSERT OR UPDATE ON enrolment
        FOR EACH ROW EXECUTE FUNCTION township_of_enrolment();

      ALTER TABLE enrolment DROP CONSTRAINT enrolment_number_coalesce_daterange_excl;
      ALTER TABLE enrolment ADD CONSTRAINT enrolment_held_once EXCLUDE USING gist (
        number WITH =, (coalesce(clock_id, 0)) WITH =,
        (CASE WHEN clock_id IS NULL THEN township_code ELSE '' END) WITH =,
        daterange(valid_from, valid_until, '[]') WITH &&);

      DROP VIEW punch_with_holder;
      ${PUNCH_WITH_HOLDER(true)};
      INSERT INTO dirty_week (cadre_code, week) SELECT cadre_code, week FROM week_assessment;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP VIEW punch_with_holder;
      ${PUNCH_WITH_HOLDER(false)};
      ALTER TABLE enrolment DROP CONSTRAINT enrolment_held_once;
      ALTER TABLE enrolment ADD CONSTRAINT enrolment_number_coalesce_daterange_excl EXCLUDE USING gist (
        number WITH =, (coalesce(clock_id, 0)) WITH =, daterange(valid_from, valid_until, '[]') WITH &&);
      DROP TRIGGER enrolment_township ON enrolment;
      DROP FUNCTION township_of_enrolment();
      ALTER TABLE enrolment DROP COLUMN township_code;
    `);
  }
}
