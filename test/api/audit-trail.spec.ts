import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Town, visit } from '../support/town.js';
import { until } from '../support/until.js';

const WEEK = '2026-W43';

interface Line {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly outcome: { readonly status: number; readonly code?: string } | null;
}

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(1);
  await town.addClock('V01');
  await town.addCadre('C001');
  town.punch(...visit('C001', '2026-10-20', 'V01'));
  await town.pollAll();
});
afterAll(() => town.stop());

const trail = async (query = ''): Promise<Line[]> =>
  (await town.get<{ items: Line[] }>(`audit?pageSize=500${query}`, 'leader')).items;
const linesOf = async (subject: string): Promise<Line[]> =>
  (await trail()).filter((line) => line.subject === subject);
const slip = { cadreCode: 'C001', kind: 'annual', from: '2026-10-21', until: '2026-10-21' };

describe('a change', () => {
  it('stands in the trail with how it ended: done, refused with a code, or not even understood', async () => {
    const { id } = await town.ask<{ id: number }>('office', 'post', 'absences', slip);
    await town.call('office', 'post', `absences/${id}/approve`);
    await town.call('office', 'post', 'corrections-that-do-not-exist');
    await town.call('leader', 'post', `absences/${id}/refuse`, { reason: 7 });
    const lines = await trail('&action=POST');
    expect(new Set(lines.map(({ action }) => action))).toEqual(new Set(['POST']));
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          actor: 'office-1',
          subject: '/api/absences',
          outcome: { status: 201 },
        }),
        expect.objectContaining({
          actor: 'office-1',
          subject: `/api/absences/${id}/approve`,
          outcome: { status: 403, code: 'ABSENCES.OWN_SLIP' },
        }),
        expect.objectContaining({
          actor: 'leader-1',
          subject: `/api/absences/${id}/refuse`,
          outcome: { status: 400, code: 'REQUEST.INVALID' },
        }),
      ]),
    );
  });

  it('is written down before it is carried out: whatever ends the program in between leaves the line', async () => {
    const blocker = new pg.Client({ connectionString: town.api.databaseUrl });
    await blocker.connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE village IN ACCESS EXCLUSIVE MODE');
      const running = town.call('admin', 'post', 'villages', { code: 'V02', name: '二', kind: 'village' });
      const inBetween = await until(
        'the call to be announced',
        () =>
          blocker.query<{ id: string; ended: boolean }>(
            `SELECT id, EXISTS (SELECT FROM audit_entry AS said
                                WHERE said.action = 'outcome' AND said.subject = announced.id::text) AS ended
             FROM audit_entry AS announced
             WHERE subject = '/api/villages' ORDER BY id DESC LIMIT 1`,
          ),
        ({ rows }) => rows[0]?.ended === false,
      );
      await blocker.query('COMMIT');
      expect((await running).status).toBe(201);
      const ended = await blocker.query<{ detail: object }>(
        `SELECT detail FROM audit_entry WHERE action = 'outcome' AND subject = $1`,
        [inBetween.rows[0]?.id],
      );
      expect(ended.rows).toEqual([{ detail: { status: 201 } }]);
    } finally {
      await blocker.end();
    }
  });

  it('that cannot be written down is not carried out', async () => {
    const nobodyWrites = `ALTER TABLE audit_entry ADD CONSTRAINT full_disk CHECK (false) NOT VALID`;
    await town.database.query(nobodyWrites);
    try {
      const body = { code: 'V03', name: '三', kind: 'village' };
      expect((await town.call('admin', 'post', 'villages', body)).status).toBe(500);
      const shown = await town.call('office', 'get', 'cadres');
      expect([shown.status, shown.text.includes('干部C001')]).toEqual([500, false]);
    } finally {
      await town.database.query('ALTER TABLE audit_entry DROP CONSTRAINT full_disk');
    }
    const villages = await town.get<{ items: { code: string }[] }>('villages');
    expect(villages.items.map(({ code }) => code)).not.toContain('V03');
  });
});

describe('whoever looks at people’s records', () => {
  it.each([
    [`punches?cadreCode=C001`, 'view'],
    [`assessments/${WEEK}/C001`, 'view'],
    [`visit-days?week=${WEEK}`, 'view'],
    [`weeks/${WEEK}/summary.xlsx`, 'export'],
    ['cadres', 'view'],
  ] as const)('by GET %s stands in the trail: who, what and when', async (path, action) => {
    await town.get(path, 'payroll').catch(() => town.get(path, 'office'));
    const [line] = await linesOf(`/api/${path}`);
    expect(line).toMatchObject({ actor: expect.stringMatching(/^(payroll|office)-1$/), action });
  });

  it('stands there for the own record, too', async () => {
    await town.get(`assessments/${WEEK}/C001`, 'cadre');
    expect((await linesOf(`/api/assessments/${WEEK}/C001`))[0]).toMatchObject({ actor: 'cadre-1' });
  });

  it('and is refused, has seen nothing', async () => {
    await town.call('payroll', 'get', 'punches/unmatched');
    expect(await linesOf('/api/punches/unmatched')).toEqual([]);
  });

  it('does not stand there for what tells nothing about anybody', async () => {
    for (const path of ['villages', 'clocks', 'clocks/health', 'ledger/seals', 'policies/current']) {
      await town.get(path);
      const views = (await linesOf(`/api/${path}`)).filter(({ action }) => action === 'view');
      expect([path, views]).toEqual([path, []]);
    }
  });
});
