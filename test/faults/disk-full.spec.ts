import { plausiblePunches } from '@cunqin/clock-protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtemp, open, rm, rmdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Town, type TownClock } from '../support/town.js';
import { OwnServer } from './own-server.js';

const DISK_MB = 200;
const FREE_BYTES = 1_500_000;
const MEGABYTE = 1_000_000;
const PUNCHES = 15_000;

const disk = await smallDisk();

/** A file system of a few megabytes in memory, or `null` where that is not allowed. */
async function smallDisk(): Promise<string | null> {
  const directory = await mkdtemp(join(tmpdir(), 'cunqin-disk-'));
  if (process.getuid?.() === 0) {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'cunqin', directory]);
    if (mounted.status === 0) return directory;
  }
  await rmdir(directory);
  process.stderr.write(
    '\n!!! no file system can be mounted here (root only): THE FULL DISK IS NOT TESTED in this run !!!\n\n',
  );
  return null;
}

(disk === null ? describe.skip : describe)('a disk that is full', () => {
  const mountPoint = disk ?? '';
  const ballast = join(mountPoint, 'ballast');
  let server: OwnServer;
  let town: Town;
  let clock: TownClock;
  beforeAll(async () => {
    server = await OwnServer.create(mountPoint);
    process.env['CUNQIN_TEST_DATABASE'] = server.url;
    town = await Town.start('2026-10-26T08:01');
    await town.addVillages(1);
    const { punches } = plausiblePunches({ punches: PUNCHES, users: 50, seed: 5 });
    clock = await town.addClock('V01', { punches, placedFrom: '2020-01-01' });
  }, 60_000);
  afterAll(async () => {
    await rm(ballast, { force: true });
    await server.up();
    await town.stop();
    await server.remove();
    spawnSync('umount', [mountPoint]);
    await rmdir(mountPoint);
  });

  async function freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(mountPoint);
    return bavail * bsize;
  }

  async function fill(): Promise<void> {
    const file = await open(ballast, 'w');
    try {
      for (let free = await freeBytes(); free > FREE_BYTES; free = await freeBytes()) {
        await file.write(Buffer.alloc(Math.min(MEGABYTE, free - FREE_BYTES + 1)));
      }
    } finally {
      await file.close();
    }
  }

  it('refuses the read as a whole: nothing is half-written, and with room again it all goes in', async () => {
    await fill();
    const refused = await town.call('admin', 'post', `clocks/${clock.id}/poll?wait=true&full=true`);
    expect(refused.status).toBeGreaterThanOrEqual(500);

    await rm(ballast);
    await server.up();
    const rows = await town.database.query(
      `SELECT (SELECT count(*) FROM punch)::integer AS punches, (SELECT count(*) FROM coverage)::integer AS covered,
              (SELECT count(*) FROM clock_read WHERE outcome <> 'failed')::integer AS reads`,
    );
    expect(rows).toEqual([{ punches: 0, covered: 0, reads: 0 }]);

    await town.database.query('DELETE FROM clock_lease');
    expect(await town.poll(clock)).toMatchObject({ outcome: 'complete', appended: PUNCHES });
    expect(await town.get('ledger/verification', 'auditor')).toMatchObject({ ok: true, punches: PUNCHES });
  }, 120_000);
});
