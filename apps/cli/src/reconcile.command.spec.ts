import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { Town } from '../../../test/support/town.js';
import type { CliIo } from './cli-io.js';
import { registerReconcile } from './reconcile.command.js';

const STEPS = [
  ['2026-11-02', 'office', 'checking', {}],
  ['2026-11-05', 'office', 'notice', {}],
  ['2026-11-12', 'leader', 'approved', {}],
  ['2026-11-13', 'office', 'issued', { docNo: '官办发〔2026〕11号' }],
] as const;

let town: Town;
let dataDir: string;
const before = { ...process.env };
beforeAll(async () => {
  town = await Town.start('2026-09-28T08:00');
  await town.addVillages(1);
  const clock = await town.addClock('V01');
  await town.addCadre('C001', { managedFrom: '2026-10-26' });
  for (const [date, role, to, body] of STEPS) {
    town.setTime(`${date}T08:30`);
    if (to === 'checking') await town.poll(clock);
    await town.ask(role, 'post', 'months/2026-10/transitions', { to, ...body });
  }
  dataDir = await mkdtemp(join(tmpdir(), 'cunqin-reconcile-'));
  Object.assign(process.env, { DATABASE_URL: town.api.databaseUrl, DATA_DIR: dataDir });
}, 60_000);
afterAll(async () => {
  process.env = before;
  await rm(dataDir, { recursive: true, force: true });
  await town.stop();
});

async function run(): Promise<{ status: number; out: string; err: string }> {
  const said = { status: -1, out: '', err: '' };
  const io: CliIo = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    signal: new AbortController().signal,
    setExitStatus: (status) => void (said.status = status),
  };
  const program = new Command('cunqin').exitOverride();
  registerReconcile(program, io);
  await program.parseAsync(['reconcile'], { from: 'user' });
  return said;
}

describe('cunqin reconcile', () => {
  it('says what was charged and that a recomputation says the same', async () => {
    expect(await run()).toEqual({
      status: 0,
      out: '1 个月，已扣100元，已更正0元，待更正0元，重算100元，相符\n',
      err: '',
    });
  });

  it('judges from the facts, whatever somebody wrote into the assessments', async () => {
    await town.database.query(`UPDATE week_assessment SET deduction_fen = 90000 WHERE week = '2026-W44'`);
    expect((await run()).out).toContain('重算100元，相符');
  });

  it('names what the next month sets right', async () => {
    const slip = { cadreCode: 'C001', kind: 'annual', from: '2026-10-26', until: '2026-10-30' };
    const { id } = await town.ask<{ id: number }>('office', 'post', 'absences', slip);
    await town.ask('leader', 'post', `absences/${id}/approve`);
    expect(await run()).toMatchObject({
      status: 0,
      out: '2026-10 C001 下期更正-100元\n1 个月，已扣100元，已更正0元，待更正-100元，重算0元，相符\n',
    });
  });

  it('ends with status 1 and names the month and the part that somebody changed', async () => {
    await town.database.query('ALTER TABLE settled_line DISABLE TRIGGER USER');
    await town.database.query(`UPDATE settled_line SET visit_days = 5`);
    const found = await run();
    expect(found.status).toBe(1);
    expect(found.out).toContain('SETTLEMENT.FROZEN_CHANGED: 2026-10 已印发的周明细被改动\n');
    expect(found.out).toMatch(/不符\n$/);
  });
});
