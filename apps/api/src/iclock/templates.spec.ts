import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town } from '../../../../test/support/town.js';
import { columnsWith, PushDevice, registerPushClock } from './testing/push-device.js';

/** Stands in every template, photo, name and password that is sent here. */
const MARK = 'NeverKeepThis';
const TEMPLATE = `${MARK}${'TkVWRVI'.repeat(60)}`;

let town: Town;
let id: number;
let device: PushDevice;
beforeAll(async () => {
  town = await Town.start('2026-10-20T16:00', { CLOCK_NETWORKS: '127.0.0.0/8' });
  await town.addVillages(1);
  id = await registerPushClock(town, 'FACE01');
  device = new PushDevice(town, 'FACE01');
});
afterAll(() => town.stop());

describe('users, templates and photos', () => {
  it('would be found in the database if they were kept: the search sees every column of text and bytes', async () => {
    await device.attlog([`${MARK}7\t2026-10-20 08:41:00\t0\t1`, `${MARK}8\tyesterday\t0\t1`]);
    expect(await columnsWith(town, MARK)).toEqual(
      expect.arrayContaining(['punch.number', 'punch.raw', 'quarantined_line.bytes']),
    );
  });

  it.each([
    ['BIODATA', `BIODATA Pin=1\tNo=0\tIndex=0\tType=9\tTmp=${TEMPLATE}x`],
    ['FINGERTMP', `FP PIN=1\tFID=0\tTMP=${TEMPLATE}x`],
    ['ATTPHOTO', `PIN=20261020084100-1.jpg\nSN=FACE01\nsize=9\nCMD=uploadphoto\u0000${TEMPLATE}x`],
    ['USERINFO', `PIN=1\tName=${MARK}x\tPasswd=${MARK}x`],
    ['options', `FPVersion=10,Name=${MARK}x`],
    ['ERRORLOG', `${MARK}x`],
  ])('are acknowledged and left on the line: table %s', async (table, body) => {
    expect(await device.post('cdata', `table=${table}&Stamp=1`, body)).toMatchObject({
      status: 200,
      text: 'OK',
    });
  });

  it('are acknowledged by number and dropped in the operation log, where operations are kept', async () => {
    const lines = [
      'OPLOG 6\t0\t2026-10-20 08:40:00\t1\t0\t0\t0',
      `USER PIN=1\tName=${MARK}x\tPri=0\tPasswd=${MARK}x\tCard=[0102030405]`,
      `FP PIN=1\tFID=0\tSize=1024\tValid=1\tTMP=${TEMPLATE}x`,
      `FACE PIN=1\tFID=0\tSIZE=9\tVALID=1\tTMP=${TEMPLATE}x`,
      `BIOPHOTO PIN=1\tContent=${TEMPLATE}x`,
      `USERPIC PIN=1\tContent=${TEMPLATE}x`,
    ];
    expect((await device.operlog(lines)).text).toBe(`OK: ${lines.length}`);
    const [row] = await town.database.query<[{ dropped: number }]>(
      `SELECT dropped_lines::integer AS dropped FROM push_clock WHERE clock_id = $1`,
      [id],
    );
    expect(row.dropped).toBe(5);
  });

  it('are set aside without their content when they come as punches', async () => {
    const lines = [
      `FP PIN=1\tFID=0\tTMP=${TEMPLATE}x`,
      `1\t2026-10-20 08:45:00\t0\t1\t0\t${TEMPLATE}x`,
      `1\tlater\t0\t1\t0\t${TEMPLATE}x`,
    ];
    expect((await device.attlog(lines)).text).toBe('OK: 3');
  });

  it.each(['user.dat', 'fp.dat'])('are refused from a USB stick: %s', async (name) => {
    const file = readFileSync(new URL(`../../../../test/fixtures/attlog/not-ok/${name}`, import.meta.url));
    const answer = await town.api
      .http()
      .post(`/api/imports/punches?clockId=${id}`)
      .set('Authorization', await town.tokenOf('office'))
      .attach('file', file, name);
    expect(answer).toMatchObject({ status: 422, body: { code: 'USB.NOT_ATTLOG' } });
  });

  it('stand nowhere in the database and in no log afterwards', async () => {
    expect(await columnsWith(town, `${MARK}x`)).toEqual([]);
    expect(await columnsWith(town, TEMPLATE)).toEqual([]);
    for (const secret of ['secretpw', 'MARK-TEMPLATE', '0102030405'])
      expect(await columnsWith(town, secret)).toEqual([]);
    expect(town.api.logged.join('\n')).not.toContain(MARK);
  });
});
