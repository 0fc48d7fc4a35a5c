import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer, stopAll } from '../../libs/clock-protocol/src/testing/tampered-clock.js';
import { freePort } from '../support/redis-server.js';
import { Town } from '../support/town.js';

const COMM_KEY = 987_654;

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(2);
});
afterAll(async () => {
  await stopAll();
  await town.stop();
});

const totalOf = async (path: string): Promise<number> =>
  (await town.get<{ total: number }>(path, 'auditor')).total;

describe('a policy', () => {
  const sound = { effectiveFrom: '2026-W45', clause: '每周未及时完成工作清单的，每次扣100元。' };

  it.each([
    ['a negative amount', { unitFen: -1 }, 'unitFen'],
    ['an amount of half a fen', { unitFen: 0.5 }, 'unitFen'],
    ['an amount in words', { unitFen: '10000' }, 'unitFen'],
    ['eight days a week', { quota: { organ: 8, resident: 3 } }, 'quota.organ'],
    ['a setting nobody knows', { fine: 1 }, 'fine'],
    ['a week that does not exist', { effectiveFrom: '2026-W60' }, 'effectiveFrom'],
    ['no clause', { clause: ' ' }, 'clause'],
  ])('with %s is refused, the field is named and nothing is stored', async (_, fault, field) => {
    const before = await totalOf('policies');
    const refused = await town.call('admin', 'post', 'policies', { ...sound, ...fault });
    expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(refused).toMatchObject({ status: 400, body: { code: 'POLICY.INVALID', status: 400 } });
    const { fields, title } = refused.body as { title: string; fields: { field: string; message: string }[] };
    expect(fields.map((fieldFault) => fieldFault.field)).toContain(field);
    for (const text of [title, ...fields.map(({ message }) => message)])
      expect(text).toMatch(/\p{Script=Han}/u);
    expect(await totalOf('policies')).toBe(before);
  });

  it('that is sound becomes the next version', async () => {
    const before = await totalOf('policies');
    const policy = await town.ask('admin', 'post', 'policies', { ...sound, unitFen: 5_000 });
    expect(policy).toMatchObject({ version: before + 1, unitFen: 5_000, effectiveFrom: '2026-W45' });
    expect(await totalOf('policies')).toBe(before + 1);
  });
});

describe('the address of a clock', () => {
  it.each(['8.8.8.8', '10.0.0.1', '192.168.1.201', '::1', '169.254.169.254'])(
    '%s outside CLOCK_NETWORKS is refused and not stored',
    async (host) => {
      const before = await totalOf('clocks');
      const row = { name: '卡机', villageCode: 'V01', driver: 'zk-tcp', host, port: 4370 };
      const refused = await town.call('admin', 'post', 'clocks', row);
      expect(refused).toMatchObject({ status: 422, body: { code: 'CLOCKS.ADDRESS_NOT_ALLOWED' } });
      expect(refused.body.fields[0].field).toBe('host');
      expect(await totalOf('clocks')).toBe(before);
    },
  );

  it('of a clock that was allowed once is checked again when it is read', async () => {
    const id = await town.registerClock('V01', { port: await freePort() });
    await town.database.query(`UPDATE clock SET host = '8.8.8.8' WHERE id = $1`, [id]);
    for (const call of ['poll?wait=true', 'probe']) {
      const refused = await town.call('admin', 'post', `clocks/${id}/${call}`);
      expect(refused).toMatchObject({ status: 422, body: { code: 'CLOCKS.ADDRESS_NOT_ALLOWED' } });
    }
  });
});

describe('what answers at the address', () => {
  const expectClockProblem = async (port: number, code: RegExp): Promise<void> => {
    const id = await town.registerClock('V01', { port });
    for (const call of ['probe', 'poll?wait=true']) {
      const refused = await town.call('admin', 'post', `clocks/${id}/${call}`);
      expect(refused.status).toBe(502);
      expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(refused.body.code).toMatch(code);
      expect(refused.body.title).toMatch(/\p{Script=Han}/u);
    }
    const { items } = await town.get<{ items: { outcome: string; errorCode: string }[] }>(
      `clocks/${id}/reads`,
    );
    expect(items).toMatchObject([{ outcome: 'failed', errorCode: expect.stringMatching(code) }]);
  };

  it('nobody: the problem says that the clock is not there', async () => {
    await expectClockProblem(await freePort(), /^CLOCK\.(REFUSED|UNREACHABLE)$/);
  });

  it.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'],
    ['a stream of zeros', Buffer.alloc(4096)],
    ['a frame that promises 4 GiB', Buffer.from('5050827dffffffff00000000', 'hex')],
  ])('%s: the problem says that this is no clock', async (_, rubbish) => {
    const { port } = await startServer((socket) => socket.once('data', () => socket.write(rubbish)));
    await expectClockProblem(port, /^CLOCK\.(BAD_FRAME|CHECKSUM)$/);
  });

  it('somebody who hangs up at once: the problem says so', async () => {
    const { port } = await startServer((socket) => socket.destroy());
    await expectClockProblem(port, /^CLOCK\.(REFUSED|UNREACHABLE|CLOSED_MID_READ)$/);
  });
});

describe('a comm key', () => {
  it('opens the clock, and stands in no answer, no log and no audit line', async () => {
    const clock = await town.addClock('V02', { commKey: COMM_KEY });
    const wrong = await town.registerClock('V02', { port: await freePort() }, COMM_KEY);
    const answers = [
      await town.call('admin', 'post', `clocks/${clock.id}/probe`),
      await town.call('admin', 'post', `clocks/${clock.id}/poll?wait=true`),
      await town.call('admin', 'post', `clocks/${wrong}/poll?wait=true`),
      await town.call('admin', 'post', 'clocks', { name: '卡机', commKey: COMM_KEY, villageCode: 'V99' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 502, 400]);
    for (const path of [
      'clocks',
      `clocks/${clock.id}`,
      `clocks/${clock.id}/reads`,
      'clocks/health',
      'audit',
    ]) {
      answers.push(await town.call('admin', 'get', path));
    }
    const written = [...answers.map(({ text }) => text), ...town.api.logged].join('\n');
    expect(written).toContain('"hasCommKey":true');
    expect(written).not.toContain(String(COMM_KEY));
    expect(written).not.toMatch(/"comm_?key[a-z]*":/i);
    const [stored] = await town.database.query<{ sealed: Buffer }[]>(
      `SELECT comm_key_sealed AS sealed FROM clock WHERE id = $1`,
      [clock.id],
    );
    // As bytes: what is sealed is random, and a zero among it is no text.
    expect(stored?.sealed.toString('latin1')).not.toContain(String(COMM_KEY));
  });

  it('that is wrong is told apart from a clock that is not there', async () => {
    const clock = await town.addClock('V02', { commKey: 1234 });
    await town.database.query(
      `UPDATE clock SET comm_key_sealed = (SELECT comm_key_sealed FROM clock
       WHERE comm_key_sealed IS NOT NULL ORDER BY id LIMIT 1) WHERE id = $1`,
      [clock.id],
    );
    const refused = await town.call('admin', 'post', `clocks/${clock.id}/poll?wait=true`);
    expect(refused).toMatchObject({
      status: 502,
      body: { code: 'CLOCK.AUTH_REFUSED', title: '通讯密码不正确' },
    });
  });
});
