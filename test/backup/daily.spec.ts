import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { restoreDatabase } from '@cunqin/platform';
import { migrations } from '../../migrations/index.js';
import { query } from '../support/database-contents.js';
import { createEmptyDatabase } from '../support/test-database.js';
import { queuesOf, startWorker, type TownWorker } from '../support/town-workers.js';
import { Town } from '../support/town.js';
import { until } from '../support/until.js';

let directory: string;
let town: Town;
let workers: TownWorker[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cunqin-daily-'));
  town = await Town.start('2026-10-26T08:00', { BACKUP_DIR: directory, BACKUP_KEEP: '2' });
  workers = [await startWorker(town), await startWorker(town)];
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await town.stop();
  await rm(directory, { recursive: true, force: true });
});

const backedUp = () =>
  query<{ subject: string }>(
    town.api.databaseUrl,
    `SELECT subject FROM audit_entry WHERE action = 'database.backed-up' ORDER BY id`,
  );

/** Lets the timers of all workers fire, and waits until nothing is left to do. */
async function fire(): Promise<void> {
  for (const { schedules } of workers) await schedules.enqueueBackup();
  await until(
    'the backup job to be done',
    () => queuesOf(town).township.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized'),
    (jobs) => jobs === 0,
  );
}

describe('the daily backup', () => {
  it('is made once a day whoever asks, the latest are kept, and other files are left alone', async () => {
    await writeFile(join(directory, 'cunqin-2026-10-01-120000.tar'), 'made by hand');
    await writeFile(join(directory, '.cunqin-2026-10-25-daily.tar.0a1b2c3d.part'), 'left by a kill');
    for (const at of ['2026-10-26T08:00', '2026-10-26T15:00', '2026-10-27T08:00', '2026-10-28T08:00']) {
      town.setTime(at);
      await fire();
      await fire();
    }
    expect((await readdir(directory)).sort()).toEqual([
      'cunqin-2026-10-01-120000.tar',
      'cunqin-2026-10-27-daily.tar',
      'cunqin-2026-10-28-daily.tar',
    ]);
    expect((await backedUp()).map(({ subject }) => subject)).toEqual(
      ['26', '27', '28'].map((day) => join(directory, `cunqin-2026-10-${day}-daily.tar`)),
    );
    const database = await createEmptyDatabase();
    try {
      const source = join(directory, 'cunqin-2026-10-28-daily.tar');
      const report = await restoreDatabase({ databaseUrl: database.url, source, migrations });
      expect(report.createdAt).toMatch(/^2026-10-28T00:/);
    } finally {
      await database.drop();
    }
  });

  it('is not made where no directory is set', async () => {
    const plain = await Town.start('2026-10-26T08:00');
    const worker = await startWorker(plain);
    try {
      await worker.schedules.enqueueBackup();
      expect(await queuesOf(plain).township.getJobCountByTypes('waiting', 'active', 'completed')).toBe(0);
    } finally {
      await worker.stop();
      await plain.stop();
    }
  });
});
