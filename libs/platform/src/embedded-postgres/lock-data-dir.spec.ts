import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDir, type DataDirLock } from './lock-data-dir.js';
import { identifyProcess, type ProcessIdentity } from './process-table.js';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cunqin-lock-'));
});

afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

/** The only case for a lock: of all who try at once, exactly one gets it. */
async function raceForTheLock(starters: number): Promise<DataDirLock> {
  const outcomes = await Promise.allSettled(Array.from({ length: starters }, () => lockDataDir(dataDir)));
  const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const losers = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [(outcome.reason as { code?: string }).code] : [],
  );
  expect(winners).toHaveLength(1);
  expect(new Set(losers)).toEqual(new Set(['PLATFORM.DATA_DIR_IN_USE']));
  return winners[0] as DataDirLock;
}

async function leaveLockOf(holder: ProcessIdentity | string, generation = 7): Promise<void> {
  const text = typeof holder === 'string' ? holder : `${holder.pid}\n${holder.startedAt}\n`;
  await writeFile(join(dataDir, `in-use-${generation}.lock`), text);
}

describe('the lock of a data directory', () => {
  it('is refused to a second taker while the first lives, and given after its release', async () => {
    const first = await lockDataDir(dataDir);
    await expect(lockDataDir(dataDir)).rejects.toMatchObject({
      code: 'PLATFORM.DATA_DIR_IN_USE',
      title: expect.stringContaining(String(process.pid)),
    });
    await first.release();
    await first.release();
    await (await lockDataDir(dataDir)).release();
  });

  it('goes to exactly one of many who start at once in a fresh directory', async () => {
    await (await raceForTheLock(20)).release();
  });

  it('goes to exactly one of many who find the lock of a dead process', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const identity = await identifyProcess(child.pid ?? 0);
    expect(identity).toBeDefined();
    await leaveLockOf(identity ?? '');
    await expect(lockDataDir(dataDir)).rejects.toMatchObject({ code: 'PLATFORM.DATA_DIR_IN_USE' });

    child.kill('SIGKILL');
    await once(child, 'exit');
    for (let round = 0; round < 10; round += 1) await (await raceForTheLock(20)).release();
  });

  it('is free when its process number belongs to a later process', async () => {
    await leaveLockOf({ pid: process.pid, startedAt: 'another boot/1' });
    await (await lockDataDir(dataDir)).release();
  });

  it('is free when a power cut left the file empty', async () => {
    await leaveLockOf('');
    await (await lockDataDir(dataDir)).release();
  });

  it('survives a slow starter that claims a number already passed', async () => {
    const holder = await lockDataDir(dataDir);
    const own = await readFile(join(dataDir, 'in-use-1.lock'), 'utf8');
    await rm(join(dataDir, 'in-use-1.lock'));
    await leaveLockOf(own, 3);
    // The slow one looked when there was nothing and takes number 1 now.
    await leaveLockOf({ pid: 1, startedAt: 'slow' }, 1);
    await expect(lockDataDir(dataDir)).rejects.toMatchObject({ code: 'PLATFORM.DATA_DIR_IN_USE' });
    await holder.release();
  });

  it('leaves one small file behind, however often it is taken', async () => {
    for (let round = 0; round < 5; round += 1) await (await lockDataDir(dataDir)).release();
    expect(await readdir(dataDir)).toEqual(['in-use-5.lock']);
  });
});
