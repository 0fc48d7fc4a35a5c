import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { Town } from '../../../../test/support/town.js';
import { PushDevice, registerPushClock } from '../iclock/testing/push-device.js';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00', { CLOCK_NETWORKS: '127.0.0.0/8' });
  await town.addVillages(1);
});
afterAll(() => town.stop());

let made = 0;
const aPushClock = (): Promise<number> => registerPushClock(town, `USB${(made += 1)}`);

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../../test/fixtures/attlog/${name}`, import.meta.url));

async function upload(
  clockId: number | string,
  file: Buffer,
  role: 'office' | 'auditor' = 'office',
): Promise<Response> {
  return town.api
    .http()
    .post(`/api/imports/punches?clockId=${clockId}`)
    .set('Authorization', await town.tokenOf(role))
    .attach('file', file, '1_attlog.dat');
}

const countOf = async (id: number): Promise<number> =>
  (await town.get<{ total: number }>(`punches?clockId=${id}`)).total;

describe('POST /imports/punches', () => {
  it('answers like a poll, and again with nothing but duplicates', async () => {
    const id = await aPushClock();
    const first = await upload(id, fixture('ok/1_attlog.dat'));
    expect(first).toMatchObject({
      status: 200,
      body: { outcome: 'complete', read: 5, appended: 5, duplicates: 0, suspect: 0, coveredUntil: null },
    });
    expect(first.body.readId).toMatch(/^[0-9a-f-]{36}$/);
    const second = await upload(id, fixture('ok/1_attlog.dat'));
    expect(second.body).toMatchObject({ read: 5, appended: 0, duplicates: 5, coveredUntil: null });
    expect(await countOf(id)).toBe(5);
    expect((await town.get<{ ok: boolean }>('ledger/verification')).ok).toBe(true);
  });

  it('adds nothing to what the network read already brought, and only the rest of it', async () => {
    const clock = await town.addClock('V01', { placedFrom: '2026-10-01' });
    const punch = { number: '1', verifyMode: 1, punchState: 0, workCode: 0 };
    clock.device.addPunches([
      { ...punch, clockTime: '2026-10-20T08:41:00' },
      { ...punch, clockTime: '2026-10-20T15:10:07' },
    ]);
    await town.poll(clock);
    const { body } = await upload(clock.id, fixture('ok/1_attlog.dat'));
    expect(body).toMatchObject({ read: 5, appended: 3, duplicates: 2 });
    expect(body.coveredUntil).toMatch(/^2026-10-26T08:0/);
    expect(await town.poll(clock)).toMatchObject({ mode: 'nothing-new', appended: 0 });
  });

  it('adds nothing to what a clock pushed, even from a file that misses state and verify (problem 18)', async () => {
    const id = await aPushClock();
    const device = new PushDevice(town, `USB${made}`);
    await device.attlog(['1\t2026-10-20 08:41:00\t1\t15\t0']);
    const { body } = await upload(id, fixture('ok/few-columns_attlog.dat'));
    expect(body).toMatchObject({ read: 2, appended: 1, duplicates: 1 });
    expect((await upload(id, fixture('ok/few-columns_attlog.dat'))).body).toMatchObject({ appended: 0 });
  });

  it('takes the older layout as the same punches', async () => {
    const id = await aPushClock();
    await upload(id, fixture('ok/1_attlog.dat'));
    expect((await upload(id, fixture('ok/spaces_attlog.dat'))).body).toMatchObject({ read: 3, appended: 0 });
  });

  it('does not take the disorder of a file for a clock that runs backwards', async () => {
    const id = await aPushClock();
    const lines = [23, 20, 22, 21].map((day) => `1\t2026-10-${day} 08:41:00\t1\t0\t1\t0\r\n`);
    expect((await upload(id, Buffer.from(lines.join('')))).body).toMatchObject({ appended: 4, suspect: 0 });
  });

  it('marks a date that does not exist and keeps the punch (problem 8)', async () => {
    const id = await aPushClock();
    expect((await upload(id, fixture('ok/impossible-date_attlog.dat'))).body).toMatchObject({
      appended: 2,
      suspect: 1,
    });
  });

  it.each([
    ['line-3-truncated.dat', 'USB.BAD_LINE', '第 3 行无法识别'],
    ['line-2-state-no-number.dat', 'USB.BAD_LINE', '第 2 行无法识别'],
    ['empty.dat', 'USB.EMPTY', '没有打卡记录'],
    ['names.dat', 'USB.NOT_ATTLOG', '不是考勤记录文件'],
    ['user.dat', 'USB.NOT_ATTLOG', '不是考勤记录文件'],
    ['fp.dat', 'USB.NOT_ATTLOG', '不是考勤记录文件'],
  ])('takes nothing of %s', async (name, code, message) => {
    const id = await aPushClock();
    const answer = await upload(id, fixture(`not-ok/${name}`));
    expect(answer).toMatchObject({ status: 422, body: { code, fields: [{ field: 'file', message }] } });
    expect(await countOf(id)).toBe(0);
    expect((await town.get<{ total: number }>(`clocks/${id}/reads`)).total).toBe(0);
  });

  it('refuses what is too large, what has no file, a clock that is not there, and who may not', async () => {
    const id = await aPushClock();
    const file = fixture('ok/1_attlog.dat');
    expect((await upload(id, Buffer.alloc(20 * 1024 * 1024 + 1, '1'))).status).toBe(413);
    expect(await upload(999_999, file)).toMatchObject({
      status: 404,
      body: { code: 'ROSTER.UNKNOWN_CLOCK' },
    });
    expect((await upload('all', file)).status).toBe(400);
    expect((await upload(id, file, 'auditor')).status).toBe(403);
    const empty = await town.call('office', 'post', `imports/punches?clockId=${id}`);
    expect(empty).toMatchObject({ status: 400, body: { code: 'USB.FILE_MISSING' } });
  });

  it('leaves in the audit trail which file it was, and who brought it', async () => {
    const id = await aPushClock();
    const { body } = await upload(id, fixture('ok/1_attlog.dat'));
    const { items } = await town.get<{ items: object[] }>('audit?actor=office-1', 'leader');
    expect(items).toContainEqual(
      expect.objectContaining({
        action: 'punches.imported',
        subject: `clock ${id}`,
        detail: {
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          readId: body.readId,
          read: 5,
          appended: 5,
        },
      }),
    );
  });

  it('neither makes a clock look online nor keeps it from being read', async () => {
    const id = await town.registerClock('V01', { port: 9, placedFrom: '2026-10-01' });
    await upload(id, fixture('ok/1_attlog.dat'));
    const { items } = await town.get<{ items: { clockId: number; state: string }[] }>('clocks/health');
    expect(items.find(({ clockId }) => clockId === id)?.state).toBe('down');
  });
});
