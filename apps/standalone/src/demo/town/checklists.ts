import { isManagedOn } from './cadres.js';
import type { Habits } from './habits.js';
import type { Random } from './random.js';
import { addDays, isWorkday, localTime, type DemoWeek } from './town-calendar.js';
import type { DemoCadre, DemoChecklist, DemoChecklistItem } from './town-types.js';

interface Task {
  readonly title: string;
  readonly inVillage: boolean;
  readonly results: readonly string[];
}

const TASKS: readonly Task[] = [
  { title: '禾苗长势巡查', inVillage: true, results: ['长势正常，未见倒伏', '发现稻飞虱2处，已通知农技站'] },
  { title: '秋粮收割进度摸底', inVillage: true, results: ['已收割约六成', '收割过半，晾晒场地已协调'] },
  { title: '高龄补贴核查', inVillage: true, results: ['核查11人，信息无误', '核查9人，1人已故，已报停发'] },
  { title: '矛盾纠纷排查', inVillage: true, results: ['排查无新增纠纷', '地界纠纷1起，已调解签字'] },
  {
    title: '医保征缴入户',
    inVillage: true,
    results: ['入户16户，缴费13户', '入户20户，外出务工户已电话联系'],
  },
  { title: '防火巡查', inVillage: true, results: ['巡查林缘地块，无火情', '制止焚烧秸秆1处'] },
  { title: '人居环境整治', inVillage: true, results: ['清理沟渠约200米', '房前屋后杂物清理12户'] },
  { title: '防返贫监测户走访', inVillage: true, results: ['走访4户，收入稳定', '走访5户，1户申请临时救助'] },
  { title: '水库堤坝安全巡查', inVillage: true, results: ['坝体无渗漏，水位正常'] },
  { title: '独居老人探访', inVillage: true, results: ['探访6人，均安好', '探访5人，1人已联系家属陪诊'] },
  { title: '农村自建房安全复核', inVillage: true, results: ['复核8栋，无新增隐患'] },
  { title: '退役军人信息采集', inVillage: true, results: ['采集7人，资料已录入'] },
  { title: '惠农补贴公示核对', inVillage: false, results: ['公示表与发放表一致'] },
  { title: '反诈宣传台账更新', inVillage: false, results: ['台账已更新'] },
  { title: '信访件办理回访', inVillage: false, results: ['回访2件，均表示满意'] },
  { title: '周工作小结报送', inVillage: false, results: ['已报送'] },
];

/** A moment of the week by which the township expects results: late in the workdays left to the cadre. */
function resultInTime(workdays: readonly string[], sunday: string, random: Random): string {
  if (random.chance(0.04)) return localTime(sunday, random.integer(19 * 3600, 23 * 3600 + 3500));
  return localTime(random.pick(workdays.slice(-3)), random.integer(9 * 3600, 17 * 3600 + 1800));
}

/** Monday to Wednesday of the next week, or never. */
function resultTooLate(sunday: string, random: Random): string | null {
  if (random.chance(0.4)) return null;
  return localTime(addDays(sunday, random.integer(1, 3)), random.integer(8 * 3600 + 1800, 17 * 3600));
}

/**
 * The checklist of a cadre's week, or `null` when there is none: nobody gets a list for a week without a workday
 * of theirs, nor the leaver for the last days.
 */
export function writeChecklist(
  cadre: DemoCadre,
  week: DemoWeek,
  habits: Habits,
  villages: readonly string[],
  isAway: (date: string) => boolean,
  random: Random,
): DemoChecklist | null {
  const sunday = week.dates[6] as string;
  const workdays = week.dates.filter((date) => isWorkday(date) && isManagedOn(cadre, date) && !isAway(date));
  if (workdays.length === 0 || !isManagedOn(cadre, sunday)) return null;
  const tasks = random.shuffled(TASKS).slice(0, random.integer(2, workdays.length < 4 ? 3 : 5));
  const late = random.chance(habits.lateWithList) ? random.integer(0, tasks.length - 1) : -1;
  const items = tasks.map((task, index): DemoChecklistItem => {
    const resultAt = index === late ? resultTooLate(sunday, random) : resultInTime(workdays, sunday, random);
    return {
      title: task.title,
      villageCode: task.inVillage ? random.pick(villages) : null,
      resultText: resultAt === null ? null : random.pick(task.results),
      resultAt,
    };
  });
  return { cadreCode: cadre.code, week: week.week, items };
}
