import { connect, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VerifyLedgerService } from '@cunqin/punch-ledger';
import { Town } from '../../../../test/support/town.js';
import { until } from '../../../../test/support/until.js';
import { PushDevice, registerPushClock } from './testing/push-device.js';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-20T16:00', { CLOCK_NETWORKS: '127.0.0.0/16' });
  await town.addVillages(1);
});
afterAll(() => town.stop());

let made = 0;
async function aClock(): Promise<{ id: number; device: PushDevice }> {
  const serialNumber = `CKJF3022700${(made += 1)}`;
  const id = await registerPushClock(town, serialNumber);
  return { id, device: new PushDevice(town, serialNumber) };
}

interface KeptPunch {
  number: string;
  clockTime: string;
  verifyMode: number;
  punchState: number;
  source: string;
  suspicions: string[];
}

async function punchesOf(id: number): Promise<KeptPunch[]> {
  return (await town.get<{ items: KeptPunch[] }>(`punches?clockId=${id}&pageSize=500`)).items;
}

const readsOf = async (id: number): Promise<{ source: string; outcome: string; appended: number }[]> =>
  (await town.get<{ items: { source: string; outcome: string; appended: number }[] }>(`clocks/${id}/reads`))
    .items;

const MORNING = '1\t2026-10-20 08:41:00\t0\t1\t0';
const AFTERNOON = '1\t2026-10-20 15:10:00\t1\t15\t0';

describe('punches that a clock pushes', () => {
  it('join the ledger as part of a log, proving nothing of the rest', async () => {
    const { id, device } = await aClock();
    expect(await device.attlog([MORNING, AFTERNOON])).toMatchObject({ status: 200, text: 'OK: 2' });
    expect(await punchesOf(id)).toMatchObject([
      {
        number: '1',
        clockTime: '2026-10-20T08:41:00',
        punchState: 0,
        verifyMode: 1,
        source: 'push',
        suspicions: [],
      },
      { number: '1', clockTime: '2026-10-20T15:10:00', punchState: 1, verifyMode: 15, source: 'push' },
    ]);
    expect(await readsOf(id)).toMatchObject([{ source: 'push', outcome: 'partial', appended: 2 }]);
    const { items } = await town.get<{ items: { clockId: number; coveredUntil: string | null }[] }>(
      'clocks/health',
    );
    expect(items.find(({ clockId }) => clockId === id)?.coveredUntil).toBeNull();
  });

  it('are acknowledged by number again when they are sent again, and append nothing (problems 11 and 19)', async () => {
    const { id, device } = await aClock();
    const heard = [];
    for (let time = 0; time < 5; time += 1) heard.push((await device.attlog([MORNING, AFTERNOON])).text);
    expect(new Set(heard)).toEqual(new Set(['OK: 2']));
    expect(await punchesOf(id)).toHaveLength(2);
    expect(await readsOf(id)).toHaveLength(1);
  });

  it('join the ledger once when the same delivery comes over several lines at once', async () => {
    const { id, device } = await aClock();
    const heard = await Promise.all(Array.from({ length: 6 }, () => device.attlog([MORNING, AFTERNOON])));
    expect(new Set(heard.map(({ text }) => text))).toEqual(new Set(['OK: 2']));
    expect(await punchesOf(id)).toHaveLength(2);
    expect((await town.get<{ ok: boolean }>('ledger/verification')).ok).toBe(true);
  });

  it('are not held up by a poisonous line, which is set aside and never asked for again', async () => {
    const { id, device } = await aClock();
    const poison = [
      '1\tyesterday\t0\t1',
      '\u0000\u0001\u0002',
      '1\u0000\t2026-10-20 09:00:00\t0\t1',
      `x${'y'.repeat(5000)}`,
    ];
    const lines = [MORNING, ...poison, AFTERNOON];
    expect(await device.attlog(lines)).toMatchObject({ status: 200, text: `OK: ${lines.length}` });
    expect(await device.attlog(lines)).toMatchObject({ text: `OK: ${lines.length}` });
    expect(await punchesOf(id)).toHaveLength(2);
    const { items, total } = await town.get<{
      items: { fault: string; bytes: string | null }[];
      total: number;
    }>(`clocks/${id}/quarantine`, 'admin');
    expect(total).toBe(poison.length);
    expect(
      items.map(({ fault, bytes }) => [fault, bytes === null ? null : Buffer.from(bytes, 'hex').toString()]),
    ).toEqual([
      ['NUMBER', null],
      ['NUMBER', null],
      ['NUMBER', null],
      ['TIME', '1\tyesterday\t0\t1'],
    ]);
  });

  it('with an impossible date or one to come are kept and marked', async () => {
    const { id, device } = await aClock();
    await device.attlog([
      '1\t2026-02-31 08:41:00\t0\t1',
      '1\t2026-12-24 08:41:00\t0\t1',
      '1\t2000-01-01 00:00:05\t0\t1',
      '1\t2026-10-20 08:41:60\t0\t1',
    ]);
    const marked = Object.fromEntries(
      (await punchesOf(id)).map(({ clockTime, suspicions }) => [clockTime, suspicions]),
    );
    expect(marked).toEqual({
      '2026-02-31T08:41:00': ['IMPOSSIBLE_TIME'],
      '2026-12-24T08:41:00': ['FUTURE'],
      '2000-01-01T00:00:05': ['POWER_LOSS', 'BEFORE_PLACEMENT'],
      '2026-10-20T08:41:60': ['IMPOSSIBLE_TIME'],
    });
    const { broken } = await town.api.app.get(VerifyLedgerService, { strict: false }).verify();
    expect(broken).toEqual([]);
  });

  it('are read in GBK as well (problem 17)', async () => {
    const { id, device } = await aClock();
    const name = Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]);
    const body = Buffer.concat([Buffer.from(`${MORNING}\t`), name, Buffer.from('\n')]);
    expect((await device.post('cdata', 'table=ATTLOG', body)).text).toBe('OK: 1');
    expect(await punchesOf(id)).toHaveLength(1);
  });

  it('may come compressed, said so or not', async () => {
    const { id, device } = await aClock();
    const query = 'table=ATTLOG&Stamp=1';
    const first = await device.send('POST', 'cdata', query, gzipSync(`${MORNING}\n`), {
      'Content-Encoding': 'gzip',
    });
    const second = await device.send('POST', 'cdata', query, gzipSync(`${AFTERNOON}\n`));
    expect([first.text, second.text]).toEqual(['OK: 1', 'OK: 1']);
    expect(await punchesOf(id)).toHaveLength(2);
  });

  it.each([
    ['a body over 2 MB', Buffer.alloc(2 * 1024 * 1024 + 1, 'a'), 413],
    ['a few bytes that would become 100 MB', gzipSync(Buffer.alloc(100_000_000)), 413],
    ['a damaged gzip', gzipSync('1\t2026-10-20 08:41:00').subarray(0, -5), 400],
  ])('are refused whole with an error status in %s', async (_, body, status) => {
    const { id, device } = await aClock();
    expect(await device.post('cdata', 'table=ATTLOG&Stamp=99', body)).toMatchObject({
      status,
      type: 'text/plain',
    });
    expect(await readsOf(id)).toEqual([]);
    expect((await device.get('cdata', 'options=all')).text).toMatch(/^ATTLOGStamp=0$/m);
  });

  it('that could not be committed are answered with an error, so that the clock keeps them; later they arrive', async () => {
    const { id, device } = await aClock();
    await town.database.query(
      `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
       CREATE TRIGGER full_disk AFTER INSERT ON punch FOR EACH ROW EXECUTE FUNCTION full_disk()`,
    );
    try {
      expect(await device.attlog([MORNING], '9')).toMatchObject({
        status: 503,
        type: 'text/plain',
        text: 'ERROR',
      });
    } finally {
      await town.database.query(`DROP TRIGGER full_disk ON punch; DROP FUNCTION full_disk()`);
    }
    expect(await readsOf(id)).toEqual([]);
    expect((await device.get('cdata', 'options=all')).text).toMatch(/^ATTLOGStamp=0$/m);
    expect((await device.attlog([MORNING], '9')).text).toBe('OK: 1');
    expect(await punchesOf(id)).toHaveLength(1);
  });

  it('are there once when the line breaks between commit and answer, and the clock sends them again', async () => {
    const { id, device } = await aClock();
    const body = `${MORNING}\n`;
    const { port } = town.api.app.getHttpServer().address() as AddressInfo;
    const chain = town.database.createQueryRunner();
    await chain.startTransaction();
    try {
      await chain.query(`SELECT pg_advisory_xact_lock(hashtext('punch-chain'), $1)`, [id]);
      const socket = connect({ host: '127.0.0.1', port });
      socket.write(
        `POST /iclock/cdata?SN=${device.serialNumber}&table=ATTLOG&Stamp=9 HTTP/1.1\r\nHost: x\r\n` +
          `Content-Length: ${body.length}\r\n\r\n${body}`,
      );
      await until(
        'the delivery to be in its transaction',
        () =>
          town.database.query<unknown[]>(
            `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
          ),
        (waiting) => waiting.length > 0,
      );
      socket.destroy();
    } finally {
      await chain.commitTransaction();
      await chain.release();
    }
    await until(
      'the delivery to be committed',
      () => punchesOf(id),
      (punches) => punches.length === 1,
    );
    expect((await device.attlog([MORNING], '9')).text).toBe('OK: 1');
    expect(await punchesOf(id)).toHaveLength(1);
  });

  it('claimed to be JSON are refused, not acknowledged unread', async () => {
    const { id, device } = await aClock();
    expect((await device.post('cdata', 'table=ATTLOG', '{}', 'application/json')).status).toBe(415);
    expect(await readsOf(id)).toEqual([]);
  });

  it('in the access-control dialect are refused rather than acknowledged and lost', async () => {
    const { device } = await aClock();
    expect((await device.post('cdata', 'table=rtlog', 'time=2026-10-20 08:41:00\tpin=1')).status).toBe(501);
  });
});
