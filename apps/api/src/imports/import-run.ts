import { CodedError } from '@cunqin/platform';
import type { EntityManager } from 'typeorm';
import type { ImportRow } from './import-rows.js';

/** A row that was not imported, and why. */
export interface RejectedRow {
  /** As Excel numbers it. */
  readonly row: number;
  readonly code: string;
  readonly field: string | null;
  /** The sentence a person reads. */
  readonly message: string;
}

/** What an import did. */
export interface ImportAnswer {
  readonly created: number;
  readonly updated: number;
  /** Rows that say what is stored already. */
  readonly unchanged: number;
  readonly rejected: readonly RejectedRow[];
}

export type RowOutcome = 'created' | 'updated' | 'unchanged';

/** A row is one item of the list it goes on. */
const IN_LIST = /^items\[0\]\./;

/** Carries out rows one by one in one transaction, each wholly or not at all, and counts. */
export class ImportRun {
  private readonly counts = { created: 0, updated: 0, unchanged: 0 };
  private readonly rejected: RejectedRow[] = [];

  constructor(readonly manager: EntityManager) {}

  /** Rows whose cells could be read; the others are rejected for each fault. */
  sound(rows: readonly ImportRow[]): ImportRow[] {
    for (const { number, faults } of rows) for (const fault of faults) this.reject(number, fault);
    return rows.filter(({ faults }) => faults.length === 0);
  }

  /** Carries out rows that stand or fall together. @param act answers an outcome a row */
  async carryOut(
    rows: readonly ImportRow[],
    act: (manager: EntityManager) => Promise<readonly RowOutcome[]>,
  ): Promise<void> {
    try {
      const outcomes = await this.manager.transaction(act);
      for (const outcome of outcomes) this.counts[outcome] += 1;
    } catch (failure) {
      if (!(failure instanceof CodedError)) throw failure;
      for (const { number } of rows) this.reject(number, failure);
    }
  }

  reject(row: number, { code, title, fields }: CodedError): void {
    const faults = fields.length === 0 ? [{ field: null, message: title }] : fields;
    for (const { field, message } of faults) {
      this.rejected.push({ row, code, field: field?.replace(IN_LIST, '') ?? null, message });
    }
  }

  answer(): ImportAnswer {
    const rejected = this.rejected.toSorted((a, b) => a.row - b.row);
    return { ...this.counts, rejected };
  }
}
