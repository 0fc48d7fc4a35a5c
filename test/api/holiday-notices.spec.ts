import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judgedWeek } from '../support/judged-week.js';
import { Town } from '../support/town.js';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(1);
  await town.addClock('V01');
  await town.addCadre('C001');
  await town.pollAll();
});
afterAll(() => town.stop());

describe('the holiday notices', () => {
  it('of a published year are imported from the data that comes with the product', async () => {
    expect(await town.ask('office', 'post', 'calendar/notices/import', { year: 2024 })).toEqual({
      year: 2024,
      version: 1,
    });
    const { items } = await town.get<{ items: { year: number; makeupWorkdays: string[] }[] }>(
      'calendar/notices',
    );
    expect(items.map(({ year }) => year)).toEqual([2024, 2025, 2026]);
    expect(items[0]?.makeupWorkdays).toContain('2024-02-04');
  });

  it('of a year that can only be guessed are refused', async () => {
    expect(await town.call('office', 'post', 'calendar/notices/import', { year: 2027 })).toMatchObject({
      status: 404,
      body: { code: 'ROSTER.NOTICE_NOT_PUBLISHED' },
    });
  });

  it('keep every version; an amendment has the weeks judged again', async () => {
    expect(await judgedWeek(town, '2026-W43', 'C001')).toMatchObject({ availableWorkdays: 5 });
    const holidays = [{ name: '抗疫纪念日', from: '2026-10-19', to: '2026-10-22' }];
    const amended = { year: 2026, docNo: '国办发明电〔2026〕8号', holidays, makeupWorkdays: ['2026-10-25'] };
    expect(await town.ask('office', 'post', 'calendar/notices', amended)).toEqual({ year: 2026, version: 2 });
    expect(await judgedWeek(town, '2026-W43', 'C001')).toMatchObject({ availableWorkdays: 2 });
    const { items } = await town.get<{ items: { version: number; importedBy: string }[] }>(
      'calendar/notices/versions?year=2026',
    );
    expect(items).toMatchObject([
      { version: 1, docNo: '国办发明电〔2025〕7号', importedBy: 'system' },
      { version: 2, docNo: '国办发明电〔2026〕8号', importedBy: 'office-1' },
    ]);
    await town.ask('office', 'post', 'calendar/notices/import', { year: 2026 });
    expect(await judgedWeek(town, '2026-W43', 'C001')).toMatchObject({ availableWorkdays: 5 });
  });
});
