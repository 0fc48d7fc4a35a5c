import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Command, CommanderError } from 'commander';
import { contentsOf } from '../../../test/support/database-contents.js';
import { Town, visit } from '../../../test/support/town.js';
import type { CliIo } from './cli-io.js';
import { registerSimulate } from './simulate.command.js';

let town: Town;
let dataDir: string;
const before = { ...process.env };
beforeAll(async () => {
  town = await Town.start('2025-10-27T08:00');
  await town.addVillages(1);
  const clock = await town.addClock('V01', { placedFrom: '2025-01-01' });
  await town.addCadre('C001', { managedFrom: '2025-10-13', number: null });
  await town.enrol('C001', 'C001', { from: '2025-10-13' });
  town.punch(...['2025-10-14', '2025-10-16', '2025-10-21'].flatMap((date) => visit('C001', date, 'V01')));
  await town.poll(clock);
  dataDir = await mkdtemp(join(tmpdir(), 'cunqin-simulate-'));
  Object.assign(process.env, { DATABASE_URL: town.api.databaseUrl, DATA_DIR: dataDir });
}, 60_000);
afterAll(async () => {
  process.env = before;
  await rm(dataDir, { recursive: true, force: true });
  await town.stop();
});

/** Runs the command on a draft, or on a file that is none. */
async function run(
  draft: object | string,
  ...words: string[]
): Promise<{ status: number; out: string; err: string }> {
  const file = join(dataDir, 'policy.json');
  await writeFile(file, typeof draft === 'string' ? draft : JSON.stringify(draft));
  const said = { status: -1, out: '', err: '' };
  const io: CliIo = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    signal: new AbortController().signal,
    setExitStatus: (status) => void (said.status = status),
  };
  const program = new Command('cunqin').exitOverride().configureOutput({ writeErr: () => undefined });
  registerSimulate(program, io);
  await program.parseAsync(['simulate', file, '--from', '2025-W42', '--until', '2025-W43', ...words], {
    from: 'user',
  });
  return said;
}

describe('cunqin simulate', () => {
  it('prints a line for each change and what both rules come to', async () => {
    expect(await run({ quota: { organ: 1, resident: 3 } })).toEqual({
      status: 0,
      out:
        '2025-W42 C001 干部C001：应下村2→1天\n' +
        '2025-W43 C001 干部C001：应下村2→1天，未完成→完成，计1→0次，扣发100→0元\n' +
        '现行：应考2，完成1，未完成1，免考0，待定0，人次1，人1，应扣100元，封顶后100元\n' +
        '草案：应考2，完成2，未完成0，免考0，待定0，人次0，人0，应扣0元，封顶后0元\n' +
        '2025-W42 至 2025-W43，2 条变化，未写入任何记录\n',
      err: '',
    });
  });

  it('prints the same as one object of JSON, with rows or without', async () => {
    const changed = JSON.parse((await run({ unitFen: 5_000 }, '--json')).out) as { rows: object[] };
    expect(changed).toMatchObject({
      from: '2025-W42',
      changes: 1,
      rows: [{ week: '2025-W43', cadreCode: 'C001', why: '扣发100→50元' }],
      after: { computedFen: 5_000 },
    });
    expect(JSON.parse((await run({}, '--json')).out)).toMatchObject({ changes: 0, rows: [] });
  });

  it('changes no row of any table', async () => {
    const found = await contentsOf(town.api.databaseUrl);
    await run({ quota: { organ: 5, resident: 5 }, visitDay: { unit: 'half-days' } });
    expect(await contentsOf(town.api.databaseUrl)).toEqual(found);
  });

  it('ends with status 1 and names the field of a draft that is refused', async () => {
    const refused = await run({ unitFen: -1, fine: 1 });
    expect(refused).toMatchObject({ status: 1, out: '' });
    expect(refused.err).toContain('unitFen: ');
    expect(refused.err).toContain('fine: 没有这项设置');
    expect(await run({}, '--until', '2025-W41')).toMatchObject({
      status: 1,
      err: expect.stringContaining('until: 不能早于开始的周次'),
    });
  });

  it('ends with status 1 for a file that is no JSON, or is not there', async () => {
    expect(await run('{')).toMatchObject({ status: 1, err: expect.stringContaining('不是 JSON') });
    const program = new Command('cunqin').exitOverride();
    let status = -1;
    registerSimulate(program, {
      out: () => undefined,
      err: () => undefined,
      signal: new AbortController().signal,
      setExitStatus: (ended) => void (status = ended),
    });
    const words = ['simulate', join(dataDir, 'none.json'), '--from', '2025-W42', '--until', '2025-W43'];
    await program.parseAsync(words, { from: 'user' });
    expect(status).toBe(1);
  });

  it('is used wrongly with a week that is none', async () => {
    await expect(run({}, '--from', 'yesterday')).rejects.toBeInstanceOf(CommanderError);
  });
});
