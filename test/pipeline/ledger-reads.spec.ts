import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  changed,
  commandOf,
  startTampered,
  stopAll,
} from '../../libs/clock-protocol/src/testing/tampered-clock.js';
import { COMMAND } from '../../libs/clock-protocol/src/wire/commands.js';
import { frameTcp } from '../../libs/clock-protocol/src/wire/packet.js';
import { Town, visit } from '../support/town.js';
import type { Assessment } from './scenarios.fixture.js';

const LOG = 4_000;
const FREE_SIZES_BYTES = 92;
const STATED_PUNCHES_AT = 32;

interface Read {
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly appended: number;
  readonly coveredUntil: string | null;
}

/** All that the ledger holds of a clock. */
async function keptOf(
  town: Town,
  clockId: number,
): Promise<{ punches: number; coverage: number; reads: Read[] }> {
  const [kept] = await town.database.query<[{ punches: number; coverage: number }]>(
    `SELECT (SELECT count(*)::integer FROM punch WHERE clock_id = $1) AS punches,
            (SELECT count(*)::integer FROM coverage WHERE clock_id = $1) AS coverage`,
    [clockId],
  );
  const { items } = await town.get<{ items: Read[] }>(`clocks/${clockId}/reads`);
  return { ...kept, reads: items };
}

describe('a read that does not end well', () => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.start('2026-11-02T08:00');
    await town.addVillages(2);
  });
  afterAll(async () => {
    await stopAll();
    await town.stop();
  });

  it('stores nothing but the fact that it failed, and the whole log when the line is mended', async () => {
    let cut = true;
    let packets = 0;
    const { port } = await startTampered((payload, client) => {
      if (!cut || commandOf(payload) !== COMMAND.DATA || (packets += 1) < 2) client.write(frameTcp(payload));
      else client.end(frameTcp(payload).subarray(0, 20_000));
    }, LOG);
    const id = await town.registerClock('V01', { port, placedFrom: '2020-01-01' });

    const refused = await town.call('admin', 'post', `clocks/${id}/poll?wait=true`);
    expect(refused).toMatchObject({ status: 502, body: { code: 'CLOCK.CLOSED_MID_READ' } });
    const failure = {
      outcome: 'failed',
      errorCode: 'CLOCK.CLOSED_MID_READ',
      appended: 0,
      coveredUntil: null,
    };
    expect(await keptOf(town, id)).toMatchObject({ punches: 0, coverage: 0, reads: [failure] });

    cut = false;
    expect(await town.poll({ id })).toMatchObject({ outcome: 'complete', read: LOG, appended: LOG });
    expect(await keptOf(town, id)).toMatchObject({
      punches: LOG,
      coverage: 1,
      reads: [{ outcome: 'complete' }, failure],
    });
  });

  it('keeps what a clock gave that stated more, but proves nothing by it', async () => {
    let missing = 3;
    const { port } = await startTampered((payload, client) => {
      const answer = changed(payload, ({ data }) => {
        if (data.length === FREE_SIZES_BYTES) {
          data.writeUInt32LE(data.readUInt32LE(STATED_PUNCHES_AT) + missing, STATED_PUNCHES_AT);
        }
        return { data };
      });
      client.write(frameTcp(answer));
    }, 10);
    const id = await town.registerClock('V02', { port, placedFrom: '2020-01-01' });

    const short = { outcome: 'count-mismatch', read: 10, appended: 10, coveredUntil: null };
    expect(await town.poll({ id })).toMatchObject(short);
    expect(await keptOf(town, id)).toMatchObject({
      punches: 10,
      coverage: 0,
      reads: [{ outcome: 'count-mismatch' }],
    });
    const { items } = await town.get<{ items: { clockId: number; countMismatch: boolean }[] }>(
      'clocks/health',
    );
    expect(items.find(({ clockId }) => clockId === id)?.countMismatch).toBe(true);

    missing = 0;
    const whole = {
      outcome: 'complete',
      appended: 0,
      coveredUntil: expect.stringMatching(/^2026-11-02T08:0/),
    };
    expect(await town.poll({ id })).toMatchObject(whole);
    expect(await keptOf(town, id)).toMatchObject({ punches: 10, coverage: 1 });
  });
});

describe('a network that was down', () => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.start('2026-10-19T08:00');
    await town.addVillages(2);
    for (const village of ['V01', 'V02']) await town.addClock(village);
    await town.addCadre('C001');
    await town.addCadre('C002');
    await town.pollAll();
  });
  afterAll(() => town.stop());

  const verdicts = async (): Promise<Record<string, string>> => {
    const { items } = await town.get<{ items: Assessment[] }>('assessments?week=2026-W43');
    return Object.fromEntries(items.map(({ cadreCode, verdict }) => [cadreCode, verdict]));
  };

  it('costs nobody anything: the week waits, the punches arrive, and the week is judged by them', async () => {
    const [near, far] = town.clocks;
    if (near === undefined || far === undefined) throw new Error('two clocks were started');
    town.punch(
      ...visit('C001', '2026-10-20', 'V01'),
      ...visit('C002', '2026-10-20', 'V01'),
      ...visit('C001', '2026-10-22', 'V02'),
    );
    far.device.setNetwork('down');
    town.setTime('2026-10-26T08:00');
    await town.poll(near);
    const refused = await town.call('admin', 'post', `clocks/${far.id}/poll?wait=true`);
    expect(refused.status).toBe(502);
    expect(refused.body.code).toMatch(/^CLOCK\./);
    expect(await verdicts()).toEqual({ C001: 'undetermined', C002: 'undetermined' });

    far.device.setNetwork('up');
    town.setTime('2026-10-28T08:00');
    expect(await town.poll(far)).toMatchObject({ appended: 2, suspect: 0 });
    expect(await verdicts()).toEqual({ C001: 'met', C002: 'missed' });
  });
});
