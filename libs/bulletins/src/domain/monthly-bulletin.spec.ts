import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  aChargedCadre,
  aMonth,
  anAdjustment,
  anIssuedMonth,
  weeksWithOneWaived,
} from '../testing/month.factory.js';
import type { Annex } from './bulletin-annexes.js';
import { weeksWords } from './bulletin-words.js';
import { buildMonthlyBulletin, DEFAULT_RECIPIENTS, type MonthlyBulletin } from './monthly-bulletin.js';
import { printedCell } from './printed-cell.js';
import { buildPublicNotice } from './public-notice.js';

interface Case {
  readonly id: string;
  readonly expect: { readonly sentence: string };
}

const fixture = new URL('../../../../test/fixtures/scenarios.json', import.meta.url);
const cases = (JSON.parse(readFileSync(fixture, 'utf8')) as { months: Case[] }).months;
const form = { timeZone: 'Asia/Shanghai', reviewDays: 30, ...DEFAULT_RECIPIENTS };
const build = (month: Parameters<typeof buildMonthlyBulletin>[0] = anIssuedMonth()): MonthlyBulletin =>
  buildMonthlyBulletin(month, form);

const section = (bulletin: MonthlyBulletin, n: number): string =>
  (bulletin.sections[n - 1]?.paragraphs ?? []).map(({ text }) => text).join('\n');
const rowsOf = ({ rows }: Annex): string[][] => rows.map((row) => row.map(printedCell));
const wordsOf = (bulletin: MonthlyBulletin): string =>
  [
    bulletin.title,
    bulletin.opening,
    ...bulletin.sections.flatMap(({ heading, paragraphs }) => [
      heading,
      ...paragraphs.map(({ text, lead = '' }) => lead + text),
    ]),
  ].join('\n');

describe('the monthly bulletin', () => {
  it('has a number, a title, five sections and three annexes', () => {
    const bulletin = build();
    expect(bulletin).toMatchObject({
      isDraft: false,
      masthead: '官埠桥镇党政办公室文件',
      docNo: '官办发〔2026〕11号',
      title: '关于2026年10月机关干部下村打卡及工作清单完成情况的通报',
      mainTo: '各办（站、所），各村（社区）：',
      issuedOnWords: '2026年11月13日',
    });
    expect(bulletin.titleLines.join('')).toBe(bulletin.title);
    expect(bulletin.sections.map(({ heading }) => heading)).toEqual([
      '一、总体情况',
      '二、未完成情况',
      '三、处理意见',
      '四、累计情况',
      '五、工作要求与复核渠道',
    ]);
    expect(bulletin.annexes.map(({ label }) => label)).toEqual(['附件1', '附件2', '附件3']);
  });

  it('17: says the year in persons, occurrences and yuan, with average and change', () => {
    const found = cases.find(({ id }) => id === '17');
    expect(section(build(), 4)).toBe(
      `2026年1月至10月，累计${found?.expect.sentence}（去年同期数据来源：2025年下村登记簿）。`,
    );
  });

  it('says of the whole: roster, weeks, average per cadre-week, change on the same weeks and completion', () => {
    expect(section(build(), 1)).toBe(
      '全镇在册干部52人，其中纳入过程化管理47人；本月考核5周（第40、41、42、43、44周），应考227人次，免考8人次；' +
        '下村844天，人均每周3.7天，较去年同期上升27%（去年同期数据来源：2025年下村登记簿）；' +
        '按要求完成219人次，完成率96.5%。',
    );
  });

  it('counts persons, occurrences and yuan as three numbers, and names the clause', () => {
    const bulletin = build();
    expect(section(bulletin, 2)).toBe(
      '本月未按要求完成的6人(8人次)，名单见附件1。其中，下村天数不足的6人次，未及时完成工作清单的3人次' +
        '（两种情形兼有的，分别列入）。',
    );
    expect(section(bulletin, 3)).toBe(
      '根据“每周未及时完成工作清单的，每次扣100元，直至岗位补贴扣完为止”的规定（考核规则第1版），' +
        '对上述6人(8人次)扣发岗位补贴共700元（其中1人按规定只通报、不扣发）。\n' +
        '以上处理意见经李四审批，由财政所在岗位补贴中执行。',
    );
  });

  it('says so when nobody is charged, and when there is nothing to compare with', () => {
    const bulletin = build(aMonth({ charged: [], lastYear: null }));
    expect(section(bulletin, 2)).toBe('本月没有未按要求完成的人员。');
    expect(section(bulletin, 3)).toBe('本月不扣发岗位补贴。');
    expect(section(bulletin, 1)).toContain('人均每周3.7天；');
    expect(bulletin.annexes[0].rows).toEqual([]);
  });

  it('names in annex 1 everyone who is charged, in the order of their lines, and nobody else', () => {
    const { annexes } = build();
    expect(annexes[0].columns.map(({ title }) => title)).toEqual([
      '序号',
      '姓名',
      '所在办',
      '类别',
      '未完成周次',
      '次数',
      '情形',
      '扣发金额（元）',
    ]);
    expect(rowsOf(annexes[0])).toEqual([
      ['1', '赵晓燕', '党建工作办公室', '机关', '第42、43周', '2', '缺1天', '200.00'],
      ['2', '欧阳建国', '农业农村服务中心', '驻村', '第40周', '1', '清单2项未按时', '100.00'],
      ['3', '卢小𠮷', '退役军人服务站', '机关', '第42周', '1', '缺1天', '100.00'],
      [
        '4',
        '阿卜杜热合曼·买买提',
        '经济发展办公室',
        '机关',
        '第41、44周',
        '2',
        '第41周：缺2天；清单2项未按时；第44周：未报工作清单',
        '200.00',
      ],
      ['5', '冯敏', '财政所', '机关', '第43周', '1', '缺1天', '100.00'],
      ['6', '丁浩', '平安建设办公室', '机关', '第42周', '1', '缺1天', '0.00'],
    ]);
    expect(annexes[0].total?.map(printedCell)).toEqual(['合计', '6人', '', '', '', '8', '', '700.00']);
  });

  it('has in annex 2 the weeks, whose sums are the total', () => {
    const [, weeks] = build().annexes;
    expect(rowsOf(weeks)[0]).toEqual(['第40周', '9月28日—10月4日', '3', '45', '44', '1', '2', '3.69']);
    const total = weeks.total?.map(printedCell) ?? [];
    for (const column of [2, 3, 4, 5, 6]) {
      const sum = rowsOf(weeks).reduce((added, row) => added + Number(row[column]), 0);
      expect([weeks.columns[column]?.title, total[column]]).toEqual([
        weeks.columns[column]?.title,
        String(sum),
      ]);
    }
    expect(total[7]).toBe((844 / 227).toFixed(2));
  });

  it('counts a waived week as neither met nor missed wherever the sums stand', () => {
    const month = anIssuedMonth({ weekFigures: weeksWithOneWaived() });
    const bulletin = build(month);
    expect(section(bulletin, 2)).toContain(
      '本月未按要求完成的6人(8人次)，名单见附件1，另有1人次经复核不计。其中，',
    );
    const [charged, weeks] = bulletin.annexes;
    expect(charged.notes).toContain('另有1人次经复核不计，未列入上表。');
    expect(weeks.columns.map(({ title }) => title).slice(3, 7)).toEqual([
      '应考',
      '完成',
      '未完成',
      '经复核不计',
    ]);
    for (const row of [...rowsOf(weeks), weeks.total?.map(printedCell) ?? []]) {
      const [judged = 0, met = 0, missed = 0, waived = 0] = row.slice(3, 7).map(Number);
      expect(met + missed + waived).toBe(judged);
      expect(row).toHaveLength(weeks.columns.length);
    }
    expect(bulletin.figures.filter(({ unit }) => unit === '人次').map(({ name }) => name)).toContain(
      '经复核不计',
    );
    expect(buildPublicNotice(month, { reviewDays: 30 }).paragraphs[0]).toContain(
      '应考227人次，按要求完成218人次，未按要求完成的6人(8人次)，另有1人次经复核不计，现予公示。',
    );
    expect(weeks.total?.slice(3, 7).map(printedCell)).toEqual(['227', '218', '8', '1']);
    const nobody = build(anIssuedMonth({ weekFigures: weeksWithOneWaived(), charged: [] }));
    expect(section(nobody, 2)).toBe('本月没有未按要求完成的人员，另有1人次经复核不计。');
  });

  it('says nothing of waived weeks in a month without one, nor in one frozen before they had a figure', () => {
    const month = anIssuedMonth();
    expect(month.totals).not.toHaveProperty('waived');
    expect(JSON.stringify([build(month), buildPublicNotice(month, { reviewDays: 30 })])).not.toContain(
      '经复核不计',
    );
    expect(build(month).annexes[1].columns).toHaveLength(8);
  });

  it('sets earlier months right in annex 3 without a word of why people decided so', () => {
    const bulletin = build(
      anIssuedMonth({
        adjustments: [
          anAdjustment(),
          anAdjustment({ line: 2, name: '周勇', kind: 'supplement', cause: 'FACTS', amountFen: 5_000 }),
        ],
      }),
    );
    expect(rowsOf(bulletin.annexes[2])).toEqual([
      ['官办发〔2026〕9号', '郭玉兰', '第38周', '经复核更正，冲回', '100.00'],
      ['官办发〔2026〕9号', '周勇', '第38周', '补充数据后重新判定，追补', '-50.00'],
    ]);
    expect(bulletin.annexes[2].total?.map(printedCell).at(-1)).toBe('50.00');
    expect(section(bulletin, 3)).toContain(
      '对以前月份的通报更正2项，冲回100元，追补50元（见附件3）。本月净扣发650元。',
    );
    expect(JSON.stringify(bulletin)).not.toContain('住院');
    expect(rowsOf(build().annexes[2])).toEqual([]);
  });

  it('never calls it a fine, and names nobody in its text but who approved it', () => {
    const words = wordsOf(build());
    expect(words).not.toMatch(/罚/);
    for (const { name } of anIssuedMonth().charged) expect(words).not.toContain(name);
  });

  it('says nothing of subsidies, times, villages or kinds of leave', () => {
    const printed = JSON.stringify(
      build(anIssuedMonth({ charged: [aChargedCadre({ postSubsidyFen: 43_210 })] })),
    );
    expect(printed).not.toMatch(/43210|432\.1|\d\d:\d\d|病假|年休|封顶/);
  });

  it('prints who prepared and approved it, the seal of the ledger, and how a paper is checked', () => {
    expect(build().proof).toEqual([
      '编制：张三　　批准：李四',
      `数据封印（2026年11月12日）：${'9f3c'.repeat(16)}`,
      '查验码：7K3M-9QXD-2H5T。打开“本系统网址/api/verify/7K3M-9QXD-2H5T”，可查验本件与印发的是否一致。',
    ]);
  });

  it('is a draft without number, date and code until the month is issued', () => {
    const draft = build(aMonth({ ledgerSeal: null }));
    expect(draft).toMatchObject({
      isDraft: true,
      docNo: '（文号待编）',
      issuedOnWords: '　　年　　月　　日',
    });
    expect(draft.proof).toEqual(['数据封印：尚未生成', '查验码：印发后生成。本件为草稿，不作为扣发依据。']);
  });

  it('names the year of weeks only where two years meet', () => {
    expect(weeksWords(['2026-W52', '2026-W53'])).toBe('第52、53周');
    expect(weeksWords(['2026-W53', '2027-W01'])).toBe('2026年第53周、2027年第1周');
  });
});

describe('the public notice', () => {
  it('masks every name and says of nobody more than how often', () => {
    const notice = buildPublicNotice(anIssuedMonth(), { reviewDays: 30 });
    expect(notice.columns.map(({ title }) => title)).toEqual(['序号', '姓名', '未完成次数']);
    expect(notice.rows.map((row) => row.map(printedCell))).toEqual([
      ['1', '赵*燕', '2'],
      ['2', '欧阳*国', '1'],
      ['3', '卢*𠮷', '1'],
      ['4', '阿**', '2'],
      ['5', '冯*', '1'],
      ['6', '丁*', '1'],
    ]);
    for (const { name, office } of anIssuedMonth().charged) {
      expect(JSON.stringify(notice)).not.toContain(name);
      expect(JSON.stringify(notice)).not.toContain(office);
    }
  });

  it('is a draft until the notice period begins, and then bears its first day', () => {
    const of = (state: 'checking' | 'notice') => buildPublicNotice(aMonth({ state }), { reviewDays: 30 });
    expect(of('checking')).toMatchObject({ isDraft: true, postedOnWords: '　　年　　月　　日' });
    expect(of('notice')).toMatchObject({ isDraft: false, postedOnWords: '2026年11月5日' });
    expect(of('notice').paragraphs[0]).toContain('公示期2026年11月5日至2026年11月11日');
  });
});
