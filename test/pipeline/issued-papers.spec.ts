import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Role } from '@cunqin/accounts';
import { Town } from '../support/town.js';
import { queuesOf, startWorker, type TownWorker } from '../support/town-workers.js';
import { until } from '../support/until.js';

const PAPERS = [
  'bulletin.docx',
  'bulletin.xlsx',
  'deductions-control.json',
  'deductions-control.xlsx',
  'deductions-long-gb18030.csv',
  'deductions-long-utf8.csv',
  'deductions-long.xlsx',
  'deductions-wide-gb18030.csv',
  'deductions-wide-utf8.csv',
  'deductions-wide.xlsx',
  'deductions.xlsx',
  'public-notice.docx',
];

interface Stored {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: Buffer;
  readonly storedAt: Date;
}

let town: Town;
let worker: TownWorker;

beforeEach(async () => {
  town = await Town.start('2026-09-28T08:00');
  await town.addVillages(1);
  const clock = await town.addClock('V01');
  // Nobody punches: she is charged for every week.
  await town.addCadre('C001', { managedFrom: '2026-09-28' });
  town.setTime('2026-11-02T08:30');
  await town.poll(clock);
  await take('2026-11-02T09:00', 'office', 'checking');
  await take('2026-11-05T08:30', 'office', 'notice');
  await take('2026-11-12T08:30', 'leader', 'approved');
  worker = await startWorker(town);
}, 60_000);
afterEach(async () => {
  await worker.stop();
  await queuesOf(town).township.obliterate({ force: true });
  await town.stop();
});

const take = (at: string, role: Role, to: string, body: object = {}): Promise<{ state: string }> => {
  town.setTime(at);
  return town.ask(role, 'post', 'months/2026-10/transitions', { to, ...body });
};
const issue = (): Promise<{ state: string }> =>
  take('2026-11-13T08:30', 'office', 'issued', { docNo: '官办发〔2026〕11号' });
const stored = (): Promise<Stored[]> =>
  town.database.query(
    `SELECT name, encode(sha256, 'hex') AS sha256, bytes, stored_at AS "storedAt"
     FROM issued_document WHERE period = '2026-10' ORDER BY name`,
  );
const fire = async (): Promise<void> => {
  await Promise.all([worker.schedules.enqueueMonthPapers(), worker.schedules.enqueueMonthPapers()]);
  await until(
    'the queue to be idle',
    () => queuesOf(town).township.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized'),
    (jobs) => jobs === 0,
    30_000,
  );
};

/** Issues the month and, while its first paper is being stored, cancels that statement or cuts its connection. */
async function issueWithoutPapers(how: 'cancel' | 'terminate'): Promise<{ state: string } | null> {
  const lock = town.database.createQueryRunner();
  await lock.startTransaction();
  try {
    await lock.query('LOCK TABLE issued_document IN SHARE MODE');
    const answer = issue().catch(() => null);
    const [blocked] = await until(
      'a paper to be stored',
      () =>
        town.database.query<{ pid: number }[]>(
          `SELECT pid FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO issued_document%'`,
        ),
      (found) => found.length === 1,
      30_000,
    );
    await lock.query(`SELECT pg_${how}_backend($1)`, [blocked?.pid]);
    return await answer;
  } finally {
    await lock.rollbackTransaction();
    await lock.release();
    expect(await stored()).toEqual([]);
  }
}

describe('the papers of an issued month', () => {
  it('are all stored when it is issued, and no later fact, setting or timer changes one', async () => {
    await issue();
    const papers = await stored();
    expect(papers.map(({ name }) => name)).toEqual(PAPERS);
    for (const { name, bytes, sha256 } of papers) {
      expect([name, createHash('sha256').update(bytes).digest('hex')]).toEqual([name, sha256]);
    }

    town.setTime('2026-11-20T10:00');
    await town.ask('payroll', 'put', 'payroll-mapping', { unit: '别的单位', personCode: 'payroll-number' });
    await town.ask('payroll', 'put', 'payroll-numbers', {
      numbers: [{ cadreCode: 'C001', number: '000123' }],
    });
    await town.database.query(`UPDATE cadre SET name = '改名' WHERE code = 'C001'`);
    const slip = { cadreCode: 'C001', kind: 'annual', from: '2026-10-19', until: '2026-10-25' };
    const { id } = await town.ask<{ id: number }>('office', 'post', 'absences', slip);
    await town.ask('leader', 'post', `absences/${id}/approve`);
    await fire();
    const control = await town.get<{ files: { name: string; sha256: string }[] }>(
      'months/2026-10/deductions/control.json',
    );
    expect(await stored()).toEqual(papers);
    for (const { name, sha256 } of control.files) {
      expect([name, sha256]).toEqual([name, papers.find((paper) => paper.name === name)?.sha256]);
    }
  }, 60_000);

  it('that a cut connection kept from being stored are stored by the next timer, once', async () => {
    await issueWithoutPapers('terminate');
    expect(await town.get('months/2026-10')).toMatchObject({ state: 'issued' });
    await fire();
    const papers = await stored();
    expect(papers.map(({ name }) => name)).toEqual(PAPERS);
    town.setTime('2026-11-13T12:00');
    await fire();
    expect(await stored()).toEqual(papers);
  }, 60_000);

  it('that could not be stored do not fail the issue, and are stored by the first download', async () => {
    expect(await issueWithoutPapers('cancel')).toMatchObject({ state: 'issued' });
    const control = await town.get<{ draft: boolean; files: { sha256: string }[] }>(
      'months/2026-10/deductions/control.json',
    );
    expect(control.draft).toBe(false);
    const papers = await stored();
    expect(papers.map(({ name }) => name)).toEqual(PAPERS.filter((name) => name.startsWith('deductions')));
    await fire();
    expect((await stored()).map(({ name }) => name)).toEqual(PAPERS);
  }, 60_000);

  it('wait for payroll numbers where these are wanted, while the month is issued and the bulletin stored', async () => {
    await town.ask('payroll', 'put', 'payroll-mapping', { personCode: 'payroll-number' });
    expect(await issue()).toMatchObject({ state: 'issued' });
    await fire();
    expect((await stored()).map(({ name }) => name)).toEqual(
      PAPERS.filter((name) => !name.startsWith('deductions')),
    );
    await town.ask('payroll', 'put', 'payroll-numbers', {
      numbers: [{ cadreCode: 'C001', number: '000123' }],
    });
    await fire();
    expect((await stored()).map(({ name }) => name)).toEqual(PAPERS);
  }, 60_000);
});
