import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, type TownClock, visit } from '../support/town.js';
import { startWorker } from '../support/town-workers.js';
import { until } from '../support/until.js';

const SUMMARY = 'weeks/2026-W43/summary.xlsx';

let town: Town;
let clock: TownClock;
let other: TownClock;
beforeAll(async () => {
  town = await Town.start('2026-10-12T08:00');
  await town.addVillages(2);
  [clock, other] = [await town.addClock('V01'), await town.addClock('V02')];
  await town.addCadre('C001');
  town.punch(...visit('C001', '2026-10-06', 'V01'), ...visit('C001', '2026-10-07', 'V01'));
  await town.pollAll();
  town.punch(...visit('C001', '2026-10-20', 'V01'), ...visit('C001', '2026-10-22', 'V02'));
  town.setTime('2026-10-26T08:00');
  await town.pollAll();
  await town.database.query(`CREATE TABLE kept AS SELECT * FROM punch`);
}, 60_000);
afterEach(putBack);
afterAll(() => town.stop());

/** As the owner may: no trigger of the whole fires meanwhile, and afterwards it stands as if nothing had been. */
async function behindTheTriggers(statement: string): Promise<void> {
  await town.database.query(
    `ALTER TABLE punch DISABLE TRIGGER punch_append_only;
     ${statement};
     ALTER TABLE punch ENABLE TRIGGER punch_append_only`,
  );
}

async function putBack(): Promise<void> {
  await behindTheTriggers(`DELETE FROM punch; INSERT INTO punch TABLE kept`);
}

const refusal = (clockId: number, sequence: number): object => ({
  status: 409,
  body: {
    code: 'LEDGER.CHAIN_BROKEN',
    title: expect.stringContaining(`打卡机 ${clockId} 的链条在第 ${sequence} 条断裂`),
  },
});

describe('the weekly summary', () => {
  it('is given while the ledger is whole', async () => {
    expect(await town.call('office', 'get', SUMMARY)).toMatchObject({ status: 200 });
  });

  it.each([
    ['a punch of the week was changed', () => `UPDATE punch SET number = 'X'`, 'changed'],
    ['one was taken out', () => `DELETE FROM punch`, 'missing'],
  ])('is refused, naming clock and punch, when %s', async (_, statement, kind) => {
    await behindTheTriggers(`${statement()} WHERE clock_id = ${clock.id} AND sequence = 5`);
    const answer = await town.call('office', 'get', SUMMARY);
    expect(answer).toMatchObject(refusal(clock.id, 5));
    expect(answer.body.title).toContain(kind);
  });

  it('is refused when all of the week’s punches of a clock are gone', async () => {
    await behindTheTriggers(`DELETE FROM punch WHERE clock_id = ${other.id}`);
    expect(await town.call('office', 'get', SUMMARY)).toMatchObject(refusal(other.id, 1));
  });

  it('is refused when one was put behind the end', async () => {
    await town.database.query(
      `INSERT INTO punch SELECT clock_id, 7, 'C009', clock_time, local_time, verify_mode, punch_state, work_code, raw,
         source, read_id, received_at, suspicions, hash FROM punch WHERE clock_id = ${clock.id} AND sequence = 6`,
    );
    expect(await town.call('office', 'get', SUMMARY)).toMatchObject(refusal(clock.id, 7));
  });

  it('is refused over damage anywhere once a verification has found it, until one finds none', async () => {
    const damage = `UPDATE punch SET number = 'X' WHERE clock_id = ${clock.id} AND sequence = 2`;
    await behindTheTriggers(damage);
    expect(await town.call('office', 'get', SUMMARY)).toMatchObject({ status: 200 });
    expect(await town.get('ledger/verification', 'auditor')).toMatchObject({
      ok: false,
      broken: [{ clockId: clock.id, sequence: 2, kind: 'changed' }],
    });
    expect(await town.call('office', 'get', SUMMARY)).toMatchObject(refusal(clock.id, 2));
    await putBack();
    expect(await town.call('office', 'get', SUMMARY)).toMatchObject({ status: 409 });
    expect(await town.get('ledger/verification', 'auditor')).toMatchObject({ ok: true });
    expect(await town.call('office', 'get', SUMMARY)).toMatchObject({ status: 200 });
  });
});

describe('the nightly verification', () => {
  it('is a job of its own name, and what it found can be asked for', async () => {
    await town.database.query(`DELETE FROM ledger_verification`);
    expect(await town.call('auditor', 'get', 'ledger/verification/last')).toMatchObject({
      status: 404,
      body: { code: 'LEDGER.NEVER_VERIFIED' },
    });
    const worker = await startWorker(town);
    try {
      await worker.schedules.enqueueVerification();
      const found = await until(
        'the verification to finish',
        () => town.call('auditor', 'get', 'ledger/verification/last'),
        ({ status }) => status === 200,
      );
      expect(found.body).toMatchObject({ ok: true, clocks: 2, punches: 8, broken: [], records: [] });
    } finally {
      await worker.stop();
    }
  });
});
