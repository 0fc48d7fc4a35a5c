import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Identity and post subsidy decide money, so a change of them has a date. What a cadre begins with stands in `cadre`;
 * every later post is a row here.
 */
export class CadrePosts1763700000021 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE cadre_post (
        cadre_code       text NOT NULL REFERENCES cadre,
        valid_from       date NOT NULL,
        identity         text NOT NULL CHECK (identity IN ('civil-servant', 'institution', 'contract')),
        post_subsidy_fen integer NOT NULL CHECK (post_subsidy_fen >= 0),
        PRIMARY KEY (cadre_code, valid_from)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE cadre SET (identity, post_subsidy_fen) = (latest.identity, latest.post_subsidy_fen)
      FROM (SELECT DISTINCT ON (cadre_code) * FROM cadre_post ORDER BY cadre_code, valid_from DESC) AS latest
      WHERE latest.cadre_code = cadre.code;
      DROP TABLE cadre_post`);
  }
}
