import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Command, CommanderError } from 'commander';
import { Town } from '../../../test/support/town.js';
import type { CliIo } from './cli-io.js';
import { registerImport } from './import.command.js';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../test/fixtures/attlog/${name}`, import.meta.url));

let town: Town;
let clockId: number;
let dataDir: string;
const before = { ...process.env };
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(1);
  const { id } = await town.ask<{ id: number }>('admin', 'post', 'clocks', {
    name: '上传',
    villageCode: 'V01',
    driver: 'push',
    serialNumber: 'CLI1',
    placedFrom: '2026-10-01',
  });
  clockId = id;
  dataDir = await mkdtemp(join(tmpdir(), 'cunqin-import-'));
  Object.assign(process.env, { DATABASE_URL: town.api.databaseUrl, DATA_DIR: dataDir });
});
afterAll(async () => {
  process.env = before;
  await rm(dataDir, { recursive: true, force: true });
  await town.stop();
});

async function run(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  const said = { status: -1, out: '', err: '' };
  const io: CliIo = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    signal: new AbortController().signal,
    setExitStatus: (status) => void (said.status = status),
  };
  const output = { writeErr: (text: string) => void (said.err += text) };
  const program = new Command('cunqin').exitOverride().configureOutput(output);
  registerImport(program, io);
  for (const command of program.commands) command.exitOverride().configureOutput(output);
  try {
    await program.parseAsync(['import', ...words], { from: 'user' });
  } catch (failure) {
    if (!(failure instanceof CommanderError)) throw failure;
    said.status = 2;
  }
  return said;
}

describe('cunqin import', () => {
  it('brings a file to the ledger, and a second time nothing', async () => {
    const first = await run(fixture('ok/1_attlog.dat'), '--clock', String(clockId));
    expect(first).toMatchObject({ status: 0, err: '' });
    expect(first.out).toContain('文件 5 条，新增 5 条，已有 0 条');
    const second = await run(fixture('ok/1_attlog.dat'), '--clock', String(clockId));
    expect(second.out).toContain('新增 0 条，已有 5 条');
    expect((await town.get<{ total: number }>(`punches?clockId=${clockId}`)).total).toBe(5);
  });

  it.each([
    ['not-ok/line-3-truncated.dat', 'USB.BAD_LINE: 第 3 行无法识别'],
    ['not-ok/user.dat', 'USB.NOT_ATTLOG'],
  ])('ends with status 1 and a sentence for %s', async (name, sentence) => {
    const said = await run(fixture(name), '--clock', String(clockId));
    expect(said).toMatchObject({ status: 1, out: '' });
    expect(said.err).toContain(sentence);
  });

  it('ends with status 1 for a clock that is not there', async () => {
    expect(await run(fixture('ok/1_attlog.dat'), '--clock', '9999')).toMatchObject({
      status: 1,
      err: expect.stringContaining('ROSTER.UNKNOWN_CLOCK'),
    });
  });

  it('is used wrongly without a file that opens or a clock that is a number', async () => {
    expect(await run(fixture('ok/none.dat'), '--clock', String(clockId))).toMatchObject({ status: 2 });
    expect(await run(fixture('ok/1_attlog.dat'), '--clock', 'V01')).toMatchObject({ status: 2 });
    expect(await run(fixture('ok/1_attlog.dat'))).toMatchObject({ status: 2 });
  });
});
