import type {
  DayFact,
  PersonFacts,
  VillageFacts,
  WeeklySummaryFacts,
} from '../domain/weekly-summary.facts.js';
import { aFullDay, aPerson, aVillage, aWeek, aWeekOfFacts, someDays } from './summary.factory.js';

const VILLAGES = (
  '蒋寨村 白竹村 官埠桥村 石子岭村 泉湖村 张公庙村 河背村 小泉村 雷竹村 茶场村 湖场村 窑嘴村 大屋雷村 ' +
  '渡船村 甘鲁村 城东社区'
).split(' ');
const SURNAMES = [
  ...'张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏',
];
const GIVEN = '伟 建国 丽华 志强 敏 晓燕 海涛 春梅 勇 国庆 秀英 文斌 俊杰 玉兰 浩 小𠮷'.split(' ');
const OFFICES =
  '党政办公室 党建工作办公室 经济发展办公室 社会事务办公室 平安建设办公室 财政所 农业农村服务中心 退役军人服务站'.split(
    ' ',
  );
const CADRES = 47;

/**
 * A whole town: 47 cadres, 16 villages, every verdict. Every clock has been read past the week's end, as it must
 * be when somebody is judged `missed`; one has a fault, and two people wait for the review of suspect punches.
 */
export function aTown(): WeeklySummaryFacts {
  const people = Array.from({ length: CADRES }, (_, n) => SPECIAL[n]?.(ordinary(n)) ?? ordinary(n));
  const villages = VILLAGES.map((villageName) => village(villageName, people));
  return aWeekOfFacts({ people, villages, dates: aWeek() });
}

function ordinary(n: number): PersonFacts {
  const resident = n % 3 === 1;
  const home = at(VILLAGES, n);
  const pattern = resident ? [n % 2, 2, 4] : [n % 3, 3 + (n % 2)];
  const second = n % 5 === 0 ? at(VILLAGES, n + 3) : home;
  return aPerson({
    cadreCode: `C${String(n + 1).padStart(3, '0')}`,
    name: `${at(SURNAMES, n)}${at(GIVEN, n * 7)}`,
    office: at(OFFICES, n * 3),
    category: resident ? 'resident' : 'organ',
    homeVillageName: resident ? home : null,
    quota: resident ? 3 : 2,
    days: someDays(Object.fromEntries(pattern.map((day) => [day, punched(n + day, home, second)]))),
    villageDays: pattern.length,
    totalDays: pattern.length,
    checklistItems: 3 + (n % 3),
    onTimeItems: 3 + (n % 3),
  });
}

type Change = (person: PersonFacts) => PersonFacts;

const MISS = { verdict: 'missed', misses: 1, deductionFen: 10_000 } as const;
const NO_VISITS = { villageDays: 0, totalDays: 0 } as const;

/** By position: what happened to some that did not happen to the others. */
const SPECIAL: Readonly<Partial<Record<number, Change>>> = {
  3: (person) => ({
    ...person,
    ...MISS,
    days: someDays({ 1: punched(3, '白竹村'), 3: onlyMorning('08:52', '蒋寨村') }),
    villageDays: 1,
    totalDays: 1,
    reasons: [{ code: 'SHORT_DAYS', have: 1, need: 2 }],
  }),
  7: (person) => ({
    ...person,
    days: someDays({
      0: punched(7, '雷竹村'),
      2: { counted: true, marks: ['enterprise'] },
      4: punched(9, '雷竹村'),
    }),
    villageDays: 2,
    enterpriseDays: 1,
    totalDays: 3,
  }),
  10: (person) => ({
    ...person,
    quota: 0,
    ...NO_VISITS,
    days: someDays(Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((n) => [n, { marks: ['leave'] as const }]))),
    excusedWorkdays: 5,
    checklistItems: 0,
    onTimeItems: 0,
    verdict: 'exempt',
  }),
  14: (person) => ({
    ...person,
    ...MISS,
    onTimeItems: person.checklistItems - 2,
    reasons: [{ code: 'LIST_LATE', items: person.checklistItems, onTime: person.checklistItems - 2 }],
  }),
  18: (person) => ({
    ...person,
    days: someDays({
      0: { marks: ['meeting'] },
      1: { ...onlyMorning('08:33', '泉湖村'), counted: true, marks: ['correction'] },
      4: punched(2, '泉湖村'),
    }),
    excusedWorkdays: 1,
    corrections: 1,
    note: '周二下午补卡',
  }),
  22: (person) => ({
    ...person,
    ...NO_VISITS,
    days: someDays({ 1: onlyMorning('09:05', '白竹村') }),
    verdict: 'undetermined',
    reasons: [{ code: 'REVIEW_MISSING', punches: 1 }],
  }),
  27: (person) => ({
    ...person,
    ...MISS,
    days: someDays({ 0: { marks: ['errand'] }, 1: { marks: ['errand'] }, 3: punched(1, '河背村', '小泉村') }),
    villageDays: 1,
    totalDays: 1,
    excusedWorkdays: 2,
    onTimeItems: 2,
    checklistItems: 3,
    reasons: [
      { code: 'SHORT_DAYS', have: 1, need: person.quota },
      { code: 'LIST_LATE', items: 3, onTime: 2 },
    ],
  }),
  31: (person) => ({
    ...person,
    days: someDays({
      2: punched(4, '渡船村'),
      5: { counted: true, marks: ['emergency'] },
      6: punched(5, '渡船村'),
    }),
    villageDays: 2,
    creditedDays: 1,
    totalDays: 3,
  }),
  36: (person) => ({ ...person, name: '欧阳娜木措·买买提', note: '挂职，10月20日起' }),
  41: (person) => ({
    ...person,
    ...NO_VISITS,
    verdict: 'undetermined',
    days: someDays({ 3: onlyMorning('08:20', '甘鲁村') }),
    reasons: [{ code: 'REVIEW_MISSING', punches: 2 }],
  }),
  45: (person) => ({
    ...person,
    ...MISS,
    days: someDays(),
    ...NO_VISITS,
    reasons: [{ code: 'SHORT_DAYS', have: 0, need: person.quota }],
  }),
};

function village(villageName: string, people: readonly PersonFacts[]): VillageFacts {
  const seenAt = ({ morning, afternoon }: DayFact): boolean =>
    morning?.villageName === villageName || afternoon?.villageName === villageName;
  const daysOf = people.map(({ days }) => days.filter(seenAt).length);
  const office = villageName.endsWith('村') ? `${villageName}委会` : `${villageName}居委会`;
  const read = aVillage({
    villageName,
    clockNames: [`${office}1号机`],
    visitors: daysOf.filter((days) => days > 0).length,
    visits: daysOf.reduce((total, days) => total + days, 0),
  });
  if (villageName === '白竹村') return { ...read, state: 'faulty', incidents: 3 };
  if (villageName === '甘鲁村') return { ...read, incidents: 1 };
  if (villageName === '官埠桥村')
    return { ...read, clockNames: [...read.clockNames, '官埠桥村党群服务中心2号机'] };
  return read;
}

function punched(seed: number, village: string, afternoonVillage = village): Partial<DayFact> {
  const minutes = (n: number): string => String(n % 60).padStart(2, '0');
  return aFullDay({
    morning: { time: `08:${minutes(12 + seed * 7)}`, villageName: village },
    afternoon: { time: `15:${minutes(3 + seed * 11)}`, villageName: afternoonVillage },
  });
}

function onlyMorning(time: string, villageName: string): Partial<DayFact> {
  return { morning: { time, villageName } };
}

function at<T>(list: readonly T[], n: number): T {
  const found = list[n % list.length];
  if (found === undefined) throw new RangeError('an empty list has no element');
  return found;
}
