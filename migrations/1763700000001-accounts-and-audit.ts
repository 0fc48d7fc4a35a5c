import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccountsAndAudit1763700000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append only: % refused', TG_TABLE_NAME, TG_OP
          USING ERRCODE = 'restrict_violation';
      END $$;

      CREATE TABLE user_account (
        id                   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        username             text NOT NULL UNIQUE CHECK (username ~ '^[a-z0-9][a-z0-9._-]{1,31}$'),
        password_hash        text NOT NULL,
        role                 text NOT NULL CHECK (role IN ('admin', 'office', 'payroll', 'leader', 'auditor', 'cadre')),
        cadre_code           text,
        must_change_password boolean NOT NULL DEFAULT false,
        created_at           timestamptz NOT NULL,
        CHECK ((role = 'cadre') = (cadre_code IS NOT NULL))
      );

      CREATE TABLE api_token (
        id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name       text NOT NULL,
        user_id    integer NOT NULL REFERENCES user_account,
        token_hash bytea NOT NULL UNIQUE,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      );

      CREATE TABLE audit_entry (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at         timestamptz NOT NULL,
        actor      text NOT NULL,
        action     text NOT NULL,
        subject    text NOT NULL,
        detail     jsonb NOT NULL DEFAULT '{}'
      );
      CREATE INDEX audit_entry_at ON audit_entry (at);
      CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE audit_entry, api_token, user_account;
      DROP FUNCTION refuse_change();
    `);
  }
}
