import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { PayrollMapping } from './domain/deductions/payroll-mapping.js';

/** A version of a township's mapping. */
export interface StoredMapping {
  readonly version: number;
  readonly settings: PayrollMapping;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** A person's number in the payroll program. */
export interface PayrollNumber {
  readonly cadreCode: string;
  readonly number: string;
}

const COLUMNS = `version, settings, recorded_by AS "recordedBy", recorded_at AS "recordedAt"`;

/** What payroll wants, version by version. Rows are only ever added. */
@Injectable()
export class PayrollSettingsRepository {
  /** The latest version recorded until `at`, or the latest of all. */
  async latest(manager: EntityManager, townshipCode: string, at: Date | null): Promise<StoredMapping | null> {
    const [found]: StoredMapping[] = await manager.query(
      `SELECT ${COLUMNS} FROM payroll_mapping
       WHERE township_code = $1 AND ($2::timestamptz IS NULL OR recorded_at <= $2)
       ORDER BY version DESC LIMIT 1`,
      [townshipCode, at],
    );
    return found ?? null;
  }

  async version(
    manager: EntityManager,
    townshipCode: string,
    version: number,
  ): Promise<StoredMapping | null> {
    const [found]: StoredMapping[] = await manager.query(
      `SELECT ${COLUMNS} FROM payroll_mapping WHERE township_code = $1 AND version = $2`,
      [townshipCode, version],
    );
    return found ?? null;
  }

  async all(manager: EntityManager, townshipCode: string): Promise<StoredMapping[]> {
    return manager.query(`SELECT ${COLUMNS} FROM payroll_mapping WHERE township_code = $1 ORDER BY version`, [
      townshipCode,
    ]);
  }

  /** One writer at a time and township, until the transaction ends. */
  async lock(manager: EntityManager, townshipCode: string): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('payroll'), hashtext($1))`, [townshipCode]);
  }

  async addVersion(
    manager: EntityManager,
    townshipCode: string,
    { version, settings, recordedBy, recordedAt }: StoredMapping,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO payroll_mapping (township_code, version, settings, recorded_by, recorded_at)
       VALUES ($1, $2, $3, $4, $5)`,
      [townshipCode, version, JSON.stringify(settings), recordedBy, recordedAt],
    );
  }

  /** The number each person holds now, in order of cadre code. */
  async numbers(manager: EntityManager, townshipCode: string): Promise<PayrollNumber[]> {
    return manager.query(
      `SELECT DISTINCT ON (cadre_code COLLATE "C") cadre_code AS "cadreCode", number
       FROM payroll_number WHERE township_code = $1 ORDER BY cadre_code COLLATE "C", id DESC`,
      [townshipCode],
    );
  }

  async addNumbers(
    manager: EntityManager,
    townshipCode: string,
    numbers: readonly PayrollNumber[],
    { by, at }: { readonly by: string; readonly at: Date },
  ): Promise<void> {
    await manager.query(
      `INSERT INTO payroll_number (township_code, cadre_code, number, recorded_by, recorded_at)
       SELECT $1, "cadreCode", number, $3, $4
       FROM jsonb_to_recordset($2) AS given ("cadreCode" text, number text)`,
      [townshipCode, JSON.stringify(numbers), by, at],
    );
  }

  /** Which of the codes are no cadres of the township. */
  async unknownCadres(
    manager: EntityManager,
    townshipCode: string,
    cadreCodes: readonly string[],
  ): Promise<string[]> {
    const rows: { code: string }[] = await manager.query(
      `SELECT code FROM unnest($2::text[]) AS given (code)
       WHERE NOT EXISTS (SELECT 1 FROM cadre WHERE cadre.code = given.code AND township_code = $1)`,
      [townshipCode, cadreCodes],
    );
    return rows.map(({ code }) => code);
  }
}
