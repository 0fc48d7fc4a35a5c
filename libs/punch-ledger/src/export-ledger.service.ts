import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { canonicalText } from './domain/chain.js';
import { recordOf } from './domain/punch-link.js';
import { entriesBehind, punchesBehind } from './verification/chain-pages.repository.js';
import { journalTables } from './verification/journal-tables.repository.js';
import { rowsOfTable } from './verification/journal-rows.repository.js';
import { assertLedger, knownChains } from './verification/ledger-plan.repository.js';

/** Takes the lines of one file, in order; waits until they are on their way. */
export interface LedgerFile {
  write(lines: string): Promise<void>;
}

/** What was exported. */
export interface ExportedLedger {
  readonly files: number;
  readonly punches: number;
  readonly entries: number;
  readonly rows: number;
}

/**
 * Writes the whole ledger as texts that anybody can check without a line of ours, as of one moment: a file
 * for each clock, `clock-<id>.txt`, and `clock-0.txt` for what belongs to none, such as the seals. Nothing is
 * checked and nothing mended on the way: what was tampered with goes out as it stands. The form is in the
 * README of this lib.
 */
@Injectable()
export class ExportLedgerService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * @param open makes a file of that name; `done` is called when it is complete
   * @throws CodedError `LEDGER.NONE`
   */
  async export(
    open: (name: string, write: (file: LedgerFile) => Promise<void>) => Promise<void>,
  ): Promise<ExportedLedger> {
    await assertLedger(this.dataSource);
    const sum = { files: 0, punches: 0, entries: 0, rows: 0 };
    await this.dataSource.transaction('REPEATABLE READ', async (snapshot) => {
      const tables = [...(await journalTables(snapshot)).values()];
      for (const chain of await knownChains(snapshot)) {
        await open(`clock-${chain}.txt`, async (file) => {
          await file.write(`cunqin-ledger-1 ${chain}\n`);
          const punches = await writePunches(snapshot, chain, file);
          const entries = await writeEntries(snapshot, chain, file);
          let rows = 0;
          for (const table of tables) {
            await file.write(`== ${table.table} ${table.key.map(({ column }) => column).join(' ')}\n`);
            for await (const page of rowsOfTable(snapshot, table, chain)) {
              await file.write(page.map((row) => `${row}\n`).join(''));
              rows += page.length;
            }
          }
          await file.write(`== end ${punches} ${entries} ${rows}\n`);
          sum.files += 1;
          sum.punches += punches;
          sum.entries += entries;
          sum.rows += rows;
        });
      }
    });
    return sum;
  }
}

/** `<hash> <timestamp or -> <canonical JSON>`. */
async function writePunches(snapshot: EntityManager, clockId: number, file: LedgerFile): Promise<number> {
  let count = 0;
  await file.write('== punch\n');
  for await (const page of punchesBehind(snapshot, clockId)) {
    const lines = page.map(
      (punch) =>
        `${punch.hash.toString('hex')} ${punch.localTime ?? '-'} ${canonicalText(recordOf(punch))}\n`,
    );
    await file.write(lines.join(''));
    count += page.length;
  }
  return count;
}

/** `[position, hash, kind, body]` as JSON, the body in a text of its own: its bytes are what is hashed. */
async function writeEntries(snapshot: EntityManager, chain: number, file: LedgerFile): Promise<number> {
  let count = 0;
  await file.write('== journal\n');
  for await (const page of entriesBehind(snapshot, chain)) {
    const lines = page.map(
      ({ position, hash, kind, body }) => `${JSON.stringify([position, hash.toString('hex'), kind, body])}\n`,
    );
    await file.write(lines.join(''));
    count += page.length;
  }
  return count;
}
