import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queuesOf, startWorker, type TownWorker } from '../../../../test/support/town-workers.js';
import { Town, visit } from '../../../../test/support/town.js';
import { until } from '../../../../test/support/until.js';

let town: Town;
let worker: TownWorker;
let quiet: number;
let read: number;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(2);
  read = (await town.addClock('V01')).id;
  // Nothing listens there: the device is gone at once.
  const dead = await town.addClock('V02');
  quiet = dead.id;
  await dead.device.close();
  await town.addCadre('C001', { name: '张三丰' });
  town.punch(...visit('C001', '2026-10-20', 'V01'), { number: 'C001', at: '2026-12-01T08:00:00 V01' });
  worker = await startWorker(town);
  await worker.schedules.enqueueDueClocks();
  await until(
    'the clocks to be polled',
    () => queuesOf(town).clocks.getMetrics('completed'),
    ({ meta }) => meta.count === 2,
    20_000,
  );
});
afterAll(async () => {
  await worker.stop();
  await town.stop();
});

const scrape = async (): Promise<string> => {
  const answer = await town.call('auditor', 'get', 'metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  return answer.text;
};
const valueOf = (text: string, series: string): string | undefined =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${series} `))
    ?.split(' ')
    .at(-1);

describe('GET /metrics', () => {
  it('tells how clocks, ledger and queue are', async () => {
    const text = await scrape();
    expect({
      online: valueOf(text, 'cunqin_clocks{state="online"}'),
      down: valueOf(text, 'cunqin_clocks{state="down"}'),
      failing: valueOf(text, `cunqin_clock_last_read_failed{clock="${quiet}"}`),
      sound: valueOf(text, `cunqin_clock_last_read_failed{clock="${read}"}`),
      neverCovered: valueOf(text, `cunqin_clock_coverage_age_seconds{clock="${quiet}"}`),
      punches: valueOf(text, 'cunqin_punches'),
      suspects: valueOf(text, 'cunqin_suspect_punches_undecided'),
      finished: valueOf(text, 'cunqin_jobs_finished_total{queue="clocks",outcome="completed"}'),
      broken: valueOf(text, 'cunqin_jobs_finished_total{queue="clocks",outcome="failed"}'),
      waiting: valueOf(text, 'cunqin_queue_jobs{queue="clocks",state="waiting"}'),
    }).toEqual({
      online: '1',
      down: '1',
      failing: '1',
      sound: '0',
      neverCovered: '+Inf',
      punches: '3',
      suspects: '1',
      finished: '2',
      broken: '0',
      waiting: '0',
    });
    const age = Number(valueOf(text, `cunqin_clock_coverage_age_seconds{clock="${read}"}`));
    expect(Math.abs(age)).toBeLessThan(600);
  });

  it('counts weeks that wait, incidents, and how old coverage has become', async () => {
    const [before] = await town.database.query<[{ count: number }]>(
      'SELECT count(DISTINCT (cadre_code, week))::integer AS count FROM dirty_week',
    );
    expect(Number(valueOf(await scrape(), 'cunqin_dirty_weeks'))).toBe(before.count);
    await town.database.query(
      `INSERT INTO clock_incident (clock_id, code, read_id, detected_at, detail)
       SELECT clock_id, 'CLOCKS.LOG_SHRUNK', id, finished_at, '{}' FROM clock_read WHERE clock_id = $1 LIMIT 1`,
      [read],
    );
    town.setTime('2026-10-27T08:00');
    const text = await scrape();
    expect(valueOf(text, 'cunqin_open_incidents{code="CLOCKS.LOG_SHRUNK"}')).toBe('1');
    const age = Number(valueOf(text, `cunqin_clock_coverage_age_seconds{clock="${read}"}`));
    expect(Math.abs(age - 86_400)).toBeLessThan(600);
  });

  it('times answers by the route as it is written, whatever stands in the path', async () => {
    await town.call('office', 'get', 'assessments/2026-W43/C001');
    await town.call('office', 'get', 'assessments/2026-W43/C999');
    for (const path of ['made-up-1', 'made-up-2']) await town.call('office', 'get', path);
    const text = await scrape();
    const count = (labels: string) => valueOf(text, `cunqin_http_request_duration_seconds_count{${labels}}`);
    expect(count('method="GET",route="/api/assessments/:week/:cadreCode",status="200"')).toBe('1');
    expect(count('method="GET",route="/api/assessments/:week/:cadreCode",status="404"')).toBe('1');
    expect(text).not.toMatch(/made-up|C001|C999|2026-W43/);
  });

  it('needs a token of an administrator or an auditor, and names nobody', async () => {
    expect((await town.api.http().get('/api/metrics')).status).toBe(401);
    for (const role of ['office', 'payroll', 'leader', 'cadre'] as const) {
      expect((await town.call(role, 'get', 'metrics')).status).toBe(403);
    }
    expect((await town.call('admin', 'get', 'metrics')).status).toBe(200);
    expect(await scrape()).not.toContain('张三丰');
  });
});
