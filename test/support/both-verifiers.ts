import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { SystemTime } from '@cunqin/platform';
import { ExportLedgerService, type LedgerVerification, VerifyLedgerService } from '@cunqin/punch-ledger';
import type { DataSource } from 'typeorm';
import { pythonIsInstalled, runPython } from './python.js';

/** The verifier that shares no line with ours. */
export const VERIFIER = fileURLToPath(new URL('../independent/verify.py', import.meta.url));
export const python = pythonIsInstalled();

/** What both verifiers say. */
export type Verdict = Pick<LedgerVerification, 'ok' | 'broken' | 'records' | 'sealBroken'>;

/** Of a ledger that nobody touched. */
export const WHOLE: Verdict = { ok: true, broken: [], records: [], sealBroken: null };

const verdictOf = ({ ok, broken, records, sealBroken }: Verdict): Verdict => ({
  ok,
  broken,
  records,
  sealBroken,
});

/** Ours, and that of the export: they must agree about every ledger. */
export class BothVerifiers {
  private exports = 0;

  private constructor(
    private readonly dataSource: DataSource,
    readonly directory: string,
  ) {}

  static async of(dataSource: DataSource): Promise<BothVerifiers> {
    return new BothVerifiers(dataSource, await mkdtemp(join(tmpdir(), 'cunqin-independent-')));
  }

  async close(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  /** @returns the directory of an export of its own */
  async exportTo(): Promise<string> {
    const target = join(this.directory, String((this.exports += 1)));
    await mkdir(target);
    await new ExportLedgerService(this.dataSource).export(async (name, write) => {
      const file = await open(join(target, name), 'wx');
      try {
        await write({ write: (lines) => file.writeFile(lines) });
      } finally {
        await file.close();
      }
    });
    return target;
  }

  /** What our verifier alone says: of what is in no export. */
  async oursSays(): Promise<Verdict> {
    return verdictOf(await VerifyLedgerService.on(this.dataSource, new SystemTime()).verify());
  }

  /** What our verifier says of a ledger; the other one must say the same of its export. */
  async bothSay(): Promise<Verdict> {
    const ours = await this.oursSays();
    if (python) {
      const { status, stdout, stderr } = await runPython(VERIFIER, await this.exportTo(), '--json');
      expect(stderr).toBe('');
      expect(verdictOf(JSON.parse(stdout) as Verdict)).toEqual(ours);
      expect(status).toBe(ours.ok ? 0 : 1);
    }
    return ours;
  }
}
