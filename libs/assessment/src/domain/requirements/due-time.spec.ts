import { describe, expect, it } from '@jest/globals';
import { IsoWeek, NoticeMissing } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { anItem, aPolicy, calendar, DUE, someFacts } from '../../testing/week-facts.factory.js';
import type { Policy } from '../policy.js';
import { dueTime } from './due-time.js';

const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text);
const grace = { checklistDue: 'until-summary' } as const;

/** When an item of the week is due that nobody gave a time of its own. */
function due(week: string, settings: Partial<Policy> = grace, timeZone = 'Asia/Shanghai'): Temporal.Instant {
  const facts = someFacts({ week: IsoWeek.parse(week), timeZone });
  const dueAt = facts.week.end.toZonedDateTime(timeZone).toInstant();
  return dueTime(anItem({ dueAt }), facts, aPolicy(settings), calendar);
}

describe('the due time of an item (D12)', () => {
  it('is Sunday 24:00 by default', () => {
    expect(due('2026-W43', {})).toEqual(instant('2026-10-25T16:00:00Z'));
  });

  it('is the Monday summary at nine where the policy gives that grace', () => {
    expect(due('2026-W43')).toEqual(instant('2026-10-26T01:00:00Z'));
  });

  it('is the first workday after the holidays when the Monday is none', () => {
    expect(due('2026-W40')).toEqual(instant('2026-10-08T01:00:00Z'));
    expect(due('2026-W14')).toEqual(instant('2026-04-07T01:00:00Z'));
  });

  it('is at the time of day at which the policy has the summary made', () => {
    expect(due('2026-W43', { ...grace, summaryTime: '14:30:00' })).toEqual(instant('2026-10-26T06:30:00Z'));
  });

  it('is in the time of the township', () => {
    expect(due('2026-W43', grace, 'Asia/Urumqi')).toEqual(instant('2026-10-26T03:00:00Z'));
  });

  it('is the item’s own, earlier or later, whatever the policy', () => {
    for (const dueAt of [DUE.subtract({ seconds: 1 }), DUE.add({ seconds: 1 })]) {
      for (const settings of [{}, grace]) {
        expect(dueTime(anItem({ dueAt }), someFacts(), aPolicy(settings), calendar)).toEqual(dueAt);
      }
    }
  });

  it('is refused while the year of the summary has no holiday notice', () => {
    expect(() => due('2026-W53')).toThrow(NoticeMissing);
  });
});
