import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, visit } from '../support/town.js';

interface Version {
  readonly version: number;
  readonly townshipCode: string;
  readonly author: string;
  readonly approval: { readonly approver: string; readonly recordedBy: string } | null;
}
interface Judged {
  readonly cadreCode: string;
  readonly verdict: string;
  readonly quota: number;
  readonly policyVersion: number;
  readonly waitingFor: { readonly clockId: number }[];
}

const WEEK = '2026-W43';
const CLAUSE = '每周未及时完成工作清单的，每次扣100元。';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(1);
  await town.addClock('V01');
  await town.addCadre('C001', { managedFrom: '2026-09-28' });
  await town.addCadre('R001', { category: 'resident', managedFrom: '2026-09-28' });
  town.punch(
    ...['2026-10-20', '2026-10-22'].flatMap((date) => visit('C001', date, 'V01')),
    ...['2026-10-21', '2026-10-23'].flatMap((date) => visit('R001', date, 'V01')),
  );
  await town.pollAll();
}, 60_000);
afterAll(() => town.stop());

const publish = (fields: object): Promise<Version> =>
  town.ask('admin', 'post', 'policies', { effectiveFrom: '2026-W50', clause: CLAUSE, ...fields });
const judged = async (week: string): Promise<Map<string, Judged>> => {
  const { items } = await town.get<{ items: Judged[] }>(`assessments?week=${week}`);
  return new Map(items.map((item) => [item.cadreCode, item]));
};

describe('a version of the rule', () => {
  it('names its author, its township, and that nobody has approved it yet', async () => {
    const policy = await publish({});
    expect(policy).toMatchObject({ townshipCode: 'T01', author: 'admin-1', approval: null });
    expect(await town.get(`policies/${policy.version}`)).toEqual(policy);
    const { items } = await town.get<{ items: Version[] }>('policies');
    expect(items.at(-1)).toEqual(policy);
  });

  it('names the leader who answers for it and the document, where they are given', async () => {
    expect(await publish({ approver: '张书记，官办发〔2026〕3号' })).toMatchObject({
      approval: { approver: '张书记，官办发〔2026〕3号', recordedBy: 'admin-1' },
    });
  });

  it('is approved by a leader, once', async () => {
    const { version } = await publish({});
    const approved = await town.ask<Version>('leader', 'post', `policies/${version}/approve`, {
      docNo: '官办发〔2026〕4号',
    });
    expect(approved.approval).toMatchObject({
      approver: 'leader-1，官办发〔2026〕4号',
      recordedBy: 'leader-1',
    });
    expect(await town.get(`policies/${version}`)).toEqual(approved);
    const again = await town.call('leader', 'post', `policies/${version}/approve`);
    expect(again).toMatchObject({ status: 409, body: { code: 'POLICY.ALREADY_APPROVED' } });
  });

  it('is approved by nobody but a leader, and not by its author', async () => {
    const { version } = await publish({});
    const admin = await town.call('admin', 'post', `policies/${version}/approve`);
    expect(admin).toMatchObject({ status: 403, body: { code: 'AUTH.FORBIDDEN' } });
    const [first] = (await town.get<{ items: Version[] }>('policies')).items;
    await town.database.query(
      `INSERT INTO policy_version (township_code, version, effective_from, clause, settings, author, created_at)
       SELECT township_code, 900, effective_from, clause, settings, 'leader-1', created_at
       FROM policy_version WHERE version = $1`,
      [version],
    );
    expect(first?.version).toBe(1);
    const own = await town.call('leader', 'post', 'policies/900/approve');
    expect(own).toMatchObject({ status: 403, body: { code: 'POLICY.OWN' } });
  });

  it('that does not exist cannot be read or approved', async () => {
    for (const [role, method, path] of [
      ['office', 'get', 'policies/4711'],
      ['leader', 'post', 'policies/4711/approve'],
    ] as const) {
      const answer = await town.call(role, method, path);
      expect(answer).toMatchObject({ status: 404, body: { code: 'POLICY.UNKNOWN' } });
    }
  });

  it('judges by category: other days for residents change nothing for the others', async () => {
    expect((await judged(WEEK)).get('C001')).toMatchObject({ verdict: 'met', quota: 2 });
    expect((await judged(WEEK)).get('R001')).toMatchObject({ verdict: 'missed', quota: 3 });
    await publish({ effectiveFrom: WEEK, quota: { organ: 2, resident: 2 } });
    expect((await judged(WEEK)).get('C001')).toMatchObject({ verdict: 'met', quota: 2 });
    expect((await judged(WEEK)).get('R001')).toMatchObject({ verdict: 'met', quota: 2 });
  });

  it('leaves weeks before its first to the version in force then', async () => {
    const before = await judged('2026-W42');
    const { version } = await publish({ effectiveFrom: WEEK, quota: { organ: 1, resident: 2 } });
    expect(await judged('2026-W42')).toEqual(before);
    expect((await judged(WEEK)).get('C001')).toMatchObject({ quota: 1, policyVersion: version });
  });
});

describe('a further township of a county', () => {
  beforeAll(async () => {
    await town.ask('admin', 'post', 'townships', { code: 'T02', name: '邻镇' });
    await town.ask('admin', 'post', 'villages', {
      code: 'V90',
      name: '邻村',
      kind: 'village',
      townshipCode: 'T02',
    });
    await town.addCadre('N001', { townshipCode: 'T02', managedFrom: '2026-09-28' });
  });

  it('stands beside the first, and has a code of its own', async () => {
    expect(await town.get('townships')).toMatchObject({
      items: [{ code: 'T01' }, { code: 'T02', name: '邻镇' }],
    });
    const taken = await town.call('admin', 'post', 'townships', { code: 'T02', name: '邻镇' });
    expect(taken).toMatchObject({ status: 409, body: { code: 'ROSTER.CODE_TAKEN' } });
  });

  it('waits for its own clocks, not for those of the first', async () => {
    const other = await town.addClock('V90');
    const waiting = (await judged(WEEK)).get('N001');
    expect(waiting).toMatchObject({ verdict: 'undetermined', waitingFor: [{ clockId: other.id }] });
    expect((await judged(WEEK)).get('C001')).toMatchObject({ verdict: 'met' });
    await town.poll(other);
    expect((await judged(WEEK)).get('N001')).toMatchObject({ verdict: 'missed' });
  });

  it('is judged by the first township’s rule until it has one, and from then on by its own', async () => {
    const first = (await judged(WEEK)).get('C001');
    expect((await judged(WEEK)).get('N001')?.policyVersion).toBe(first?.policyVersion);
    const own = await publish({ townshipCode: 'T02', effectiveFrom: WEEK, quota: { organ: 0, resident: 0 } });
    expect((await judged(WEEK)).get('N001')).toMatchObject({ verdict: 'met', policyVersion: own.version });
    expect((await judged(WEEK)).get('C001')).toEqual(first);
    expect((await judged('2026-W42')).get('N001')?.policyVersion).toBe(1);
    expect(await town.get('policies?townshipCode=T02')).toMatchObject({ items: [own], total: 1 });
    const { evidence } = await town.get<{ evidence: { policy: object; coverage: { clockId: number }[] } }>(
      `assessments/${WEEK}/N001`,
    );
    expect(evidence.policy).toEqual(own);
    expect(evidence.coverage.map(({ clockId }) => clockId)).toEqual([town.clocks.at(-1)?.id]);
  });

  it('has no place on the summary of the first, and has one of its own, by its own rule', async () => {
    expect(await town.get(`weeks/${WEEK}`)).toMatchObject({ townshipCode: 'T01', people: 2 });
    const own = await town.get<{ policyVersion: number }>(`weeks/${WEEK}?townshipCode=T02`);
    expect(own).toMatchObject({ townshipCode: 'T02', people: 1, met: 1 });
    const { items } = await town.get<{ items: { version: number }[] }>('policies?townshipCode=T02');
    expect(own.policyVersion).toBe(items[0]?.version);
    for (const path of ['', '/summary.xlsx', '/papers', '/papers/summary.xlsx']) {
      const answer = await town.call('office', 'get', `weeks/${WEEK}${path}?townshipCode=T09`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'ROSTER.UNKNOWN_TOWNSHIP' } });
    }
  });

  it('that nobody knows is refused for a policy, a village and a cadre', async () => {
    const fields = { code: 'X001', name: '某', kind: 'village', townshipCode: 'T09' };
    const cadre = { office: '党政办', category: 'organ', identity: 'institution', postSubsidyFen: 0 };
    for (const [path, body] of [
      ['policies', { effectiveFrom: WEEK, clause: CLAUSE, townshipCode: 'T09' }],
      ['villages', fields],
      ['cadres', { code: 'X001', name: '某', townshipCode: 'T09', managedFrom: '2026-10-19', ...cadre }],
    ] as const) {
      const answer = await town.call('admin', 'post', path, body);
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'ROSTER.UNKNOWN_TOWNSHIP']);
    }
  });
});

describe('a month that was issued', () => {
  beforeAll(async () => {
    for (const [at, role, to] of [
      ['2026-11-02', 'office', 'checking'],
      ['2026-11-05', 'office', 'notice'],
      ['2026-11-12', 'leader', 'approved'],
      ['2026-11-13', 'office', 'issued'],
    ] as const) {
      town.setTime(`${at}T08:30`);
      if (to === 'checking') await town.pollAll();
      const docNo = to === 'issued' ? { docNo: '官办发〔2026〕11号' } : {};
      await town.ask(role, 'post', 'months/2026-10/transitions', { to, ...docNo });
    }
  }, 60_000);

  it('is not reached by a policy, whose first week is named as the field at fault', async () => {
    const { total } = await town.get<{ total: number }>('policies');
    for (const effectiveFrom of ['2026-W01', '2026-W44']) {
      const answer = await town.call('admin', 'post', 'policies', { effectiveFrom, clause: CLAUSE });
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'POLICY.MONTH_ISSUED', fields: [{ field: 'effectiveFrom' }] },
      });
    }
    expect(await town.get('policies')).toMatchObject({ total });
    await publish({ effectiveFrom: '2026-W45' });
  });

  it('unless the publication says so: then the next month sets right what differs', async () => {
    expect((await judged('2026-W44')).get('R001')).toMatchObject({ verdict: 'missed' });
    await publish({ effectiveFrom: '2026-W44', quota: { organ: 0, resident: 0 }, intoIssuedMonths: true });
    expect((await judged('2026-W44')).get('R001')).toMatchObject({ verdict: 'met', quota: 0 });
    const { adjustments } = await town.get<{ adjustments: { cause: string; amountFen: number }[] }>(
      'months/2026-11',
    );
    expect(adjustments.length).toBeGreaterThan(0);
    for (const { amountFen } of adjustments) expect(amountFen).toBeLessThan(0);
  });
});
