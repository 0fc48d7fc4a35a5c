import { describe, expect, it } from '@jest/globals';
import { WorkCalendar } from '@cunqin/work-calendar';
import { anItem, aPolicy, aReport, calendar, DUE, someFacts } from '../../testing/week-facts.factory.js';
import type { Policy } from '../policy.js';
import type { ChecklistItem } from '../week-facts.js';
import { itemStanding, type ItemStanding } from './item-standing.js';

/** @param secondsAfterDue when it is looked at, before the due time if negative */
function standing(
  change: Partial<ChecklistItem>,
  secondsAfterDue: number,
  policy: Policy = aPolicy(),
): ItemStanding {
  const asOf = DUE.add({ seconds: secondsAfterDue });
  return itemStanding(anItem(change), someFacts({ asOf }), policy, calendar);
}

describe('an item of a list', () => {
  it('is open up to its due time, and late from that second on', () => {
    expect(standing({ reports: [] }, -1)).toEqual({ state: 'open', returned: false });
    expect(standing({ reports: [] }, 0)).toEqual({ state: 'late', returned: false });
  });

  it('is on time by a result before it is due, and late by one at the due time', () => {
    expect(standing({ reports: [aReport(1)] }, 60)).toEqual({ state: 'on-time', returned: false });
    expect(standing({ reports: [aReport(0)] }, 60)).toEqual({ state: 'late', returned: false });
  });

  it('returned before it was due is open again, and then late', () => {
    const reports = [aReport(100, 50)];
    expect(standing({ reports }, -10)).toEqual({ state: 'open', returned: true });
    expect(standing({ reports }, 10)).toEqual({ state: 'late', returned: true });
    expect(standing({ reports: [...reports, aReport(20)] }, 10)).toEqual({
      state: 'on-time',
      returned: false,
    });
  });

  it('returned after it was due stays on time, and is shown as returned', () => {
    expect(standing({ reports: [aReport(100, -50)] }, 60)).toEqual({ state: 'on-time', returned: true });
  });

  it('carried over before it was due is not asked for; afterwards it stays late', () => {
    const at = (seconds: number): Partial<ChecklistItem> => ({
      reports: [],
      carriedOverAt: DUE.subtract({ seconds }),
    });
    expect(standing(at(1), 60).state).toBe('carried-over');
    expect(standing(at(0), 60).state).toBe('late');
  });

  it('has until the summary where the rule gives that grace (D12)', () => {
    const policy = aPolicy({ checklistDue: 'until-summary', summaryTime: '09:00:00' });
    const nineHours = 9 * 3600;
    expect(standing({ reports: [] }, nineHours - 1, policy).state).toBe('open');
    expect(standing({ reports: [] }, nineHours, policy).state).toBe('late');
    expect(standing({ reports: [aReport(-60)] }, nineHours, policy).state).toBe('on-time');
  });

  it('is undetermined while the holiday notice that decides its due time is missing', () => {
    const policy = aPolicy({ checklistDue: 'until-summary' });
    const facts = someFacts();
    expect(itemStanding(anItem({ reports: [aReport(9, 5)] }), facts, policy, new WorkCalendar([]))).toEqual({
      state: 'undetermined',
      returned: true,
    });
  });
});
