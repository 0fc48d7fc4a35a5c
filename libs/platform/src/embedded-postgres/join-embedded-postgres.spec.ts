import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { joinEmbeddedPostgres } from './join-embedded-postgres.js';
import { startEmbeddedPostgres } from './start-embedded-postgres.js';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cunqin-join-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

it('makes no database where there is none, not even a directory', async () => {
  const nowhere = join(dataDir, 'nothing');
  for (const directory of [dataDir, nowhere]) {
    await expect(joinEmbeddedPostgres({ dataDir: directory, log: () => undefined })).rejects.toMatchObject({
      code: 'PLATFORM.NO_DATABASE',
      title: expect.stringContaining('没有数据库'),
    });
  }
  expect(await readdir(dataDir)).toEqual([]);
});

it('speaks to the server that runs on the directory and leaves it running, or starts and stops one', async () => {
  const options = { dataDir, log: () => undefined };
  const running = await startEmbeddedPostgres(options);
  try {
    const joined = await joinEmbeddedPostgres(options);
    expect(joined.url).toBe(running.url);
    await joined.close();
    expect(await answers(running.url)).toBe(true);
  } finally {
    await running.stop();
  }
  const own = await joinEmbeddedPostgres(options);
  expect(await answers(own.url)).toBe(true);
  await own.close();
  expect(await answers(own.url)).toBe(false);
});
