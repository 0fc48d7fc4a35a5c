import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { databaseOptions, SystemTime } from '@cunqin/platform';
import { type LedgerVerification, VerifyLedgerService } from '@cunqin/punch-ledger';
import { DataSource } from 'typeorm';
import { planChains } from '../../libs/punch-ledger/src/verification/ledger-plan.repository.js';
import { VerificationRunsRepository } from '../../libs/punch-ledger/src/verification/verification-runs.repository.js';
import { type Stretch, verifyStretch } from '../../libs/punch-ledger/src/verification/verify-stretch.js';
import { startCommand } from '../support/cli.js';
import { Program } from '../support/program.js';
import { pythonIsInstalled, runPython } from '../support/python.js';
import { writeSampleLedger } from '../support/sample-ledger.js';
import type { TestDatabase } from '../support/test-database.js';

const VERIFIER = fileURLToPath(new URL('verify.py', import.meta.url));
const python = pythonIsInstalled();

// Each case starts programs, several in a row.
jest.setTimeout(120_000);

let ledger: TestDatabase;
let dataSource: DataSource;
let directory: string;
beforeAll(async () => {
  ledger = await writeSampleLedger();
  directory = await mkdtemp(join(tmpdir(), 'cunqin-cli-ledger-'));
  dataSource = new DataSource(databaseOptions(ledger.url, { poolSize: 3 }));
  await dataSource.initialize();
}, 60_000);
afterAll(async () => {
  await dataSource.destroy();
  await rm(directory, { recursive: true, force: true });
  await ledger.drop();
});

interface CliAnswer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function runCli(env: Readonly<Record<string, string>>, ...words: string[]): Promise<CliAnswer> {
  const { status, out, err } = await startCommand(env, ...words).ended;
  return { status, stdout: out, stderr: err };
}

const cunqin = (...words: string[]): Promise<CliAnswer> =>
  runCli({ DATABASE_URL: ledger.url, DATA_DIR: join(directory, 'none') }, ...words);

/** With punch 3 of clock 1 saying something else. */
async function damaged<T>(work: () => Promise<T>): Promise<T> {
  const change = (number: string): Promise<unknown> =>
    dataSource.query(
      `ALTER TABLE punch DISABLE TRIGGER punch_append_only;
       UPDATE punch SET number = '${number}' WHERE clock_id = 1 AND sequence = 3;
       ALTER TABLE punch ENABLE TRIGGER punch_append_only`,
    );
  await change('X');
  try {
    return await work();
  } finally {
    await change('3');
  }
}

const verifier = (): VerifyLedgerService => VerifyLedgerService.on(dataSource, new SystemTime());

describe('cunqin verify', () => {
  it('says that a ledger is whole, on one core and on two', async () => {
    const answers = await Promise.all(['1', '2'].map((cores) => cunqin('verify', '--cores', cores)));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 0, stderr: '' });
      expect(answer.stdout).toMatch(/^2 台打卡机，22 条打卡，\d+ 条日志，账本完整\n$/);
    }
  });

  it('ends with status 1 and names what was done, on one core and on two', async () => {
    await damaged(async () => {
      for (const cores of ['1', '2']) {
        const answer = await cunqin('verify', '--cores', cores, '--json');
        expect(answer).toMatchObject({ status: 1, stderr: '' });
        expect(JSON.parse(answer.stdout) as LedgerVerification).toMatchObject({
          ok: false,
          broken: [{ clockId: 1, sequence: 3, kind: 'changed' }],
          records: [],
        });
      }
      const { stdout } = await cunqin('verify');
      expect(stdout).toContain('LEDGER.CHAIN_BROKEN: 打卡机 1 的链条在第 3 条断裂：内容被改动(changed)\n');
    });
  });

  it.each([['0'], ['-1'], ['1.5'], ['many']])('ends with status 2 for --cores %s', async (cores) => {
    expect(await cunqin('verify', '--cores', cores)).toMatchObject({ status: 2, stdout: '' });
  });

  it('makes no ledger in a directory that has none', async () => {
    const empty = join(directory, 'empty');
    await mkdir(empty);
    for (const words of [['verify'], ['export', '--ledger', join(directory, 'never')]]) {
      const answer = await runCli({ DATA_DIR: empty }, ...words);
      expect(answer).toMatchObject({ status: 1, stdout: '' });
      expect(answer.stderr).toContain('PLATFORM.NO_DATABASE: ');
    }
    expect(await readdir(empty)).toEqual([]);
    expect(await readdir(directory)).toEqual(['empty']);
  });
});

describe('a verification that was interrupted', () => {
  /** Walks the first chain of punches and the first journal, keeps that, and loses its connection. */
  async function interrupt(): Promise<void> {
    const runs = new VerificationRunsRepository(dataSource);
    const holder = dataSource.createQueryRunner();
    const run = await runs.begin(holder, { resume: false, now: '2026-11-21T00:00:00Z' }, () =>
      planChains(dataSource),
    );
    for (const { kind, chain, last } of run.plan.filter(({ chain: of }) => of === 1)) {
      const stretch: Stretch = { kind, chain, after: 0, until: last };
      await runs.saveStretch(run, stretch, await verifyStretch(dataSource, stretch));
    }
    await holder.query(`SELECT pg_advisory_unlock_all()`);
    await holder.release();
  }

  it('goes on where it was: what it has walked is not walked again', async () => {
    await interrupt();
    await damaged(async () => {
      const resumed = await verifier().verify({ resume: true });
      expect(resumed).toMatchObject({ ok: true, punches: 22, startedAt: '2026-11-21T00:00:00.000Z' });
      // It is finished: the next one begins at the beginning, whatever is wished.
      expect(await verifier().verify({ resume: true })).toMatchObject({ ok: false });
    });
  });

  it('begins again unless asked to go on', async () => {
    await interrupt();
    await damaged(async () => {
      expect(await verifier().verify()).toMatchObject({ ok: false, punches: 22 });
    });
  });

  it('begins again when it had found damage', async () => {
    await damaged(interrupt);
    expect(await verifier().verify({ resume: true })).toMatchObject({ ok: true, broken: [] });
  });

  it('is not believed about what there is to walk, nor about a stretch that is not as long', async () => {
    await damaged(async () => {
      const plan = `INSERT INTO ledger_verification (started_at, plan) VALUES (now(), '[]') RETURNING id`;
      await dataSource.query(plan);
      expect(await verifier().verify({ resume: true })).toMatchObject({ ok: false, punches: 22 });
      await dataSource.query(
        `WITH run AS (${plan}) INSERT INTO ledger_verification_stretch
         SELECT id, 'punch', 1, 0, '{"links": 2, "brokenAt": null, "lostHead": null, "records": [], "missing": {}}'
         FROM run`,
      );
      expect(await verifier().verify({ resume: true })).toMatchObject({ ok: false, punches: 22 });
    });
  });

  it('is not taken from somebody who is still at it', async () => {
    await interrupt();
    const holder = dataSource.createQueryRunner();
    await holder.query(
      `SELECT pg_advisory_lock(hashtext('ledger-verification'), max(id)::integer) FROM ledger_verification`,
    );
    try {
      await damaged(async () => {
        expect(await verifier().verify({ resume: true })).toMatchObject({ ok: false });
      });
    } finally {
      await holder.query(`SELECT pg_advisory_unlock_all()`);
      await holder.release();
    }
  });

  it('is taken up by the command, too', async () => {
    await interrupt();
    await damaged(async () => {
      expect(await cunqin('verify', '--resume', '--cores', '2')).toMatchObject({ status: 0 });
    });
  });
});

describe('cunqin export', () => {
  it('writes a file for each clock, and never over anything', async () => {
    const target = join(directory, 'ledger');
    const answer = await cunqin('export', '--ledger', target);
    expect(answer).toMatchObject({ status: 0, stderr: '' });
    expect(answer.stdout).toMatch(/^已导出 4 个文件：22 条打卡，\d+ 条日志，\d+ 条记录\n$/);
    const files = ['clock-0.txt', 'clock-1.txt', 'clock-2.txt', 'clock-3.txt'];
    expect((await readdir(target)).sort()).toEqual(files);
    expect(await cunqin('export', '--ledger', target)).toMatchObject({
      status: 2,
      stderr: `${target} 不是空目录\n`,
    });
    if (python) expect(await runPython(VERIFIER, target)).toMatchObject({ status: 0, stderr: '' });
  });

  it('ends with status 2 without a directory', async () => {
    expect(await cunqin('export')).toMatchObject({ status: 2, stdout: '' });
  });
});

it('both work while npm start runs on the same directory, and leave it running', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cunqin-beside-'));
  const program = Program.start({ DATA_DIR: dataDir });
  try {
    const base = await program.ready();
    expect(await runCli({ DATA_DIR: dataDir }, 'verify')).toMatchObject({ status: 0, stderr: '' });
    const target = join(dataDir, 'exported');
    expect(await runCli({ DATA_DIR: dataDir }, 'export', '--ledger', target)).toMatchObject({ status: 0 });
    if (python) expect(await runPython(VERIFIER, target)).toMatchObject({ status: 0, stderr: '' });
    expect((await fetch(`${base}/api/health/ready`)).status).toBe(200);
    program.signal('SIGINT');
    expect(await program.end()).toMatchObject({ status: 0, stderr: '' });
    // The program is gone: now the command runs the database for itself.
    expect(await runCli({ DATA_DIR: dataDir }, 'verify')).toMatchObject({ status: 0, stderr: '' });
  } finally {
    await program.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
});
