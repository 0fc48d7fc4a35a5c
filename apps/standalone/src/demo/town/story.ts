import { lostPresses, type Press } from './punches.js';
import { addDays } from './town-calendar.js';
import type { DemoClock, DemoCorrection, DemoStory } from './town-types.js';

/** A clock that recorded nothing for three days: whoever came signed the paper book of the village. */
const OUTAGE = {
  clockKey: 'K08',
  from: '2026-10-13T00:00:00',
  until: '2026-10-16T00:00:00',
  cause: '雷击断电，打卡机主板损坏，10月15日换件修复',
  filedAt: '2026-10-13T10:30:00',
} as const;

/** Who writes the sign-in book of that village. */
const BOOK_KEEPER = '青坪村文书叶建国';

/**
 * What people added to the facts of the default town, written by hand from what its people did: each entry stands
 * where it decides something. The presses that the broken clock lost come back through the sign-in book.
 */
export function tellStory(
  clocks: readonly DemoClock[],
  presses: ReadonlyMap<string, readonly Press[]>,
): DemoStory {
  return {
    outages: [OUTAGE],
    corrections: [
      {
        cadreCode: 'C007',
        date: '2026-10-08',
        half: 'afternoon',
        villageCode: 'V05',
        reason: '下午随村干部上山查看防火隔离带，从另一侧下山，忘记打卡',
        witness: '双井村支书雷大明',
        filedAt: '2026-10-09T09:10:00',
      },
      ...fromTheBook(clocks, presses),
    ],
    enterpriseVisits: [
      {
        cadreCode: 'C028',
        date: '2026-10-14',
        enterprise: '松岗茶业合作社',
        villageCode: 'V09',
        filedAt: '2026-10-15T08:50:00',
      },
    ],
    emergencyDuties: [
      {
        order: '防汛Ⅳ级应急响应',
        from: '2026-10-03',
        until: '2026-10-04',
        cadreCodes: ['C006', 'C010', 'C022'],
        filedAt: '2026-10-02T17:20:00',
      },
    ],
    objections: [
      {
        cadreCode: 'C029',
        week: '2026-W42',
        text: '清单最后一项的纸质台账周五已交党建办，录入时漏登',
        raisedAt: '2026-11-06T09:30:00',
        decidedAt: '2026-11-09T15:00:00',
        upheld: true,
        reason: '党建办收件登记本有当日签收记录，情况属实',
      },
      {
        cadreCode: 'C044',
        week: '2026-W40',
        text: '周一也去了茶岭村，只是没有打卡',
        raisedAt: '2026-11-09T10:00:00',
        decidedAt: '2026-11-10T16:30:00',
        upheld: false,
        reason: '当日打卡机正常，村里无签到记录，也无证明人',
      },
    ],
  };
}

/** One correction for every half day that only the broken clock could have proved, filed on the next workday. */
function fromTheBook(
  clocks: readonly DemoClock[],
  presses: ReadonlyMap<string, readonly Press[]>,
): DemoCorrection[] {
  const villageCode = clocks.find(({ key }) => key === OUTAGE.clockKey)?.villageCode ?? '';
  return [...presses].flatMap(([cadreCode, all]) => {
    const lost = lostPresses(all, villageCode, OUTAGE);
    const kept = new Set(all.filter((press) => !lost.includes(press)).map(halfDay));
    return [...new Set(lost.map(halfDay))]
      .filter((half) => !kept.has(half))
      .map((key) => {
        const [date = '', half = ''] = key.split(' ');
        return {
          ...{ cadreCode, date, half: half as DemoCorrection['half'], villageCode },
          reason: '打卡机故障，凭村签到簿补卡',
          witness: BOOK_KEEPER,
          filedAt: `${addDays(date, 1)}T16:30:00`,
        };
      });
  });
}

function halfDay({ trueTime }: Press): string {
  const [date = '', time = ''] = trueTime.split('T');
  return `${date} ${time < '12:00:00' ? 'morning' : 'afternoon'}`;
}
