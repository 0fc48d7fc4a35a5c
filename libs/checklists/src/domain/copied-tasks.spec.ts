import { describe, expect, it } from '@jest/globals';
import { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { Checklist, ChecklistItem } from './checklist.js';
import { copiedTasks } from './copied-tasks.js';

const ZONE = 'Asia/Shanghai';
const weeks = { from: IsoWeek.parse('2026-W43'), to: IsoWeek.parse('2026-W45') };
const at = (local: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant();
const EARLY = at('2026-10-30T08:00');

function aListOf(...items: Partial<ChecklistItem>[]): Checklist {
  return {
    id: 1,
    cadreCode: 'C001',
    townshipCode: 'T01',
    week: '2026-W43',
    items: items.map((item, index) => ({
      position: index + 1,
      title: `第${index + 1}项`,
      villageCode: null,
      dueAt: at('2026-10-26T00:00'),
      reports: [],
      carriedOver: null,
      carriedFrom: null,
      ...item,
    })),
  };
}
const elsewhere = (week: string): { checklistId: number; week: string; position: number } => ({
  checklistId: 9,
  week,
  position: 1,
});

describe('the tasks of a list, copied to a later week', () => {
  it('are due on the same weekday at the same hour, Sunday 24:00 included', () => {
    const source = aListOf({ dueAt: at('2026-10-23T18:00'), villageCode: 'V03' }, {});
    expect(copiedTasks(source, null, weeks, EARLY, ZONE)).toEqual([
      { title: '第1项', villageCode: 'V03', dueAt: at('2026-11-06T18:00') },
      { title: '第2项', villageCode: null, dueAt: at('2026-11-09T00:00') },
    ]);
  });

  it('are due at the end of the week where their moment has come already', () => {
    const source = aListOf({ dueAt: at('2026-10-23T18:00') });
    const dueSeenAt = (now: string): string[] =>
      copiedTasks(source, null, weeks, at(now), ZONE).map(({ dueAt }) => dueAt.toString());
    expect(dueSeenAt('2026-11-06T17:59:59')).toEqual(['2026-11-06T10:00:00Z']);
    expect(dueSeenAt('2026-11-06T18:00')).toEqual(['2026-11-08T16:00:00Z']);
  });

  it('leave out what had been carried over into the list, and what went from it to that very week', () => {
    const carried = (week: string): ChecklistItem['carriedOver'] => ({
      ...elsewhere(week),
      reason: null,
      at: EARLY,
      by: 'leader-1',
    });
    const source = aListOf(
      { carriedFrom: elsewhere('2026-W42') },
      { carriedOver: carried('2026-W45') },
      { carriedOver: carried('2026-W44') },
    );
    expect(copiedTasks(source, null, weeks, EARLY, ZONE).map(({ title }) => title)).toEqual(['第3项']);
  });

  it('are none where the later week has tasks of its own; what was carried over there is none', () => {
    const source = aListOf({});
    expect(copiedTasks(source, aListOf({}), weeks, EARLY, ZONE)).toEqual([]);
    const carriedOnly = aListOf({ carriedFrom: elsewhere('2026-W43') });
    expect(copiedTasks(source, carriedOnly, weeks, EARLY, ZONE)).toHaveLength(1);
  });
});
