import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ReceiptResult } from './domain/receipts/match-receipt.js';

/** A receipt as it was uploaded, without its bytes. */
export interface StoredReceipt {
  readonly version: number;
  readonly fileName: string;
  /** Hex. */
  readonly sha256: string;
  readonly result: ReceiptResult;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
}

/** What payroll gave back, version by version. Rows are only ever added. */
@Injectable()
export class PayrollReceiptsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Stores the next version of a month's receipt. @returns its number */
  async add(
    townshipCode: string,
    month: string,
    receipt: Omit<StoredReceipt, 'version' | 'sha256'> & { readonly bytes: Buffer },
  ): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('payroll-receipt'), hashtext($1))`, [
        townshipCode,
      ]);
      const [{ version }]: [{ version: number }] = await manager.query(
        `INSERT INTO payroll_receipt (township_code, month, version, file_name, bytes, sha256, result,
           uploaded_by, uploaded_at)
         SELECT $1, $2, (SELECT coalesce(max(version), 0) + 1 FROM payroll_receipt
                         WHERE township_code = $1 AND month = $2), $3, $4, sha256($4), $5, $6, $7
         RETURNING version`,
        [
          townshipCode,
          month,
          receipt.fileName,
          receipt.bytes,
          JSON.stringify(receipt.result),
          receipt.uploadedBy,
          receipt.uploadedAt,
        ],
      );
      return version;
    });
  }

  /** The first first. */
  async all(townshipCode: string, month: string): Promise<StoredReceipt[]> {
    return this.dataSource.query(
      `SELECT version, file_name AS "fileName", encode(sha256, 'hex') AS sha256, result,
              uploaded_by AS "uploadedBy", uploaded_at AS "uploadedAt"
       FROM payroll_receipt WHERE township_code = $1 AND month = $2 ORDER BY version`,
      [townshipCode, month],
    );
  }
}
