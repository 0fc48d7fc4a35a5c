import type { AssessmentView } from '@cunqin/assessment';
import type { TownFigures } from '../town-figures.js';
import { PAGE_STYLE } from './page-style.js';

export interface TownPageContents {
  readonly townshipName: string;
  /** In order, `2026-W43`. */
  readonly weeks: readonly string[];
  readonly figures: TownFigures;
}

const VERDICTS: Readonly<Record<AssessmentView['verdict'], string>> = {
  met: '√',
  missed: '×',
  exempt: '免',
  undetermined: '?',
};

/** While the town still lives through its weeks. */
export const WAITING_PAGE = page(
  '演示镇',
  '<h1>演示镇正在过它的十二周</h1><p class="quiet">打卡机还在读，周还在评。稍候片刻，刷新本页。</p>',
);

/** The town on one page: what October came to, who was charged and why, every week, every village. */
export function renderTownPage({ townshipName, weeks, figures }: TownPageContents): string {
  const title = `${townshipName} · 村勤演示`;
  return page(
    title,
    [
      `<h1>${escaped(townshipName)}下村打卡，谁被扣发，为什么</h1>`,
      `<p class="quiet">演示数据：村、人、打卡均为虚构，由程序里的打卡机按真实协议读出、按办法评定。${weeks[0] ?? ''} 至 ${weeks.at(-1) ?? ''}。</p>`,
      headline(figures),
      closing(figures),
      charged(figures),
      waived(figures),
      files(figures),
      others(figures),
      matrix(weeks, figures),
      villages(figures),
      '<p class="quiet">接口说明在 <a href="/api/docs">/api/docs</a>。</p>',
    ].join('\n'),
  );
}

function headline({ cadres, month, ledger, villages: all }: TownFigures): string {
  const { totals, yearToDate } = month;
  const boxes: [string, string][] = [
    [`${all.length}个村`, '各一台打卡机'],
    [`${cadres.length}人`, '纳入过程化管理'],
    [`${ledger.punches}条`, `打卡，链条${ledger.ok ? '完整' : '断裂'}`],
    [`${totals.persons}人(${totals.misses}人次)`, `${monthWords(month.month)}未完成`],
    [`${yuan(totals.netFen)}元`, `${monthWords(month.month)}扣发`],
    [`${yuan(yearToDate.amountFen)}元`, `今年累计，${yearToDate.persons}人(${yearToDate.occurrences}人次)`],
  ];
  return `<ul class="figures">${boxes.map(([figure, words]) => `<li><b>${figure}</b>${words}</li>`).join('')}</ul>`;
}

function closing({ month, booksAgree }: TownFigures): string {
  const { closing: dates, approved } = month;
  if (dates === null) throw new Error('an issued month has its dates');
  const steps: [string, string][] = [
    [dates.summary, '汇总，核对期开始'],
    [dates.checkUntil, '核对期满'],
    [`${dates.noticeFrom} 至 ${dates.noticeUntil.slice(5)}`, '公示'],
    [dates.approval, `${escaped(approved?.name ?? '')}批准`],
    [dates.issue, `印发 ${escaped(month.docNo)}`],
  ];
  return `<h2>${monthWords(month.month)}怎样结账</h2>
<ul class="steps">${steps.map(([date, words]) => `<li><time>${date}</time>${words}</li>`).join('')}</ul>
<p class="quiet">核验码 <code>${month.verificationCode}</code> 印在通报上。账目与按全部打卡重新计算的结果${booksAgree ? '一致' : '不一致'}。</p>`;
}

function charged({ month, charges }: TownFigures): string {
  const rows = month.charged.map(({ line, cadreCode, name, office, weeks, misses, deductedFen }) => {
    const why = charges
      .filter(({ code, week }) => code === cadreCode && weeks.includes(week))
      .map(({ week, sentence }) => `<li><b>${week.slice(5)}</b>${escaped(sentence)}</li>`);
    return `<tr><td class="number">${line}</td><td class="name">${escaped(name)}<br><span class="quiet">${escaped(office)}</span></td>
<td><ul class="why">${why.join('')}</ul></td><td class="number">${misses}</td><td class="number">${deductedFen === 0 ? '不扣发' : yuan(deductedFen)}</td></tr>`;
  });
  return `<h2>${monthWords(month.month)}被扣发的人，和理由</h2>
<div class="scroll"><table><thead><tr><th class="number">序号</th><th>姓名</th><th>为什么</th><th class="number">次数</th><th class="number">扣发(元)</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** Missed weeks of the month that people decided not to charge. */
function waived({ month, charges }: TownFigures): string {
  const rows = charges
    .filter(
      ({ week, code }) =>
        month.weeks.includes(week) &&
        !month.charged.some(({ cadreCode, weeks }) => cadreCode === code && weeks.includes(week)),
    )
    .map(
      ({ week, name, sentence }) => `<li><b>${week.slice(5)} ${escaped(name)}</b>${escaped(sentence)}</li>`,
    );
  if (rows.length === 0) return '';
  return `<h2>提出异议，查实不扣</h2>
<ul class="why">${rows.join('\n')}</ul>`;
}

/** Where the papers lie that were written. */
function files({ month }: TownFigures): string {
  const names = ['通报.docx', '通报.xlsx', '公示.docx', '扣发表.xlsx', '扣发表.csv'].map(
    (name) => `${month.month}-${name}`,
  );
  return `<h2>表格和公文在哪里</h2>
<p>启动演示的目录下的 <code>out/</code>：${['2026-W43-周汇总表.xlsx', ...names].map((name) => `<code>${name}</code>`).join('、')}。</p>`;
}

function others({ month, charges }: TownFigures): string {
  const rows = charges
    .filter(({ week }) => !month.weeks.includes(week))
    .sort((a, b) => a.week.localeCompare(b.week))
    .map(
      ({ week, name, sentence }) =>
        `<tr><td>${week.slice(5)}</td><td class="name">${escaped(name)}</td><td>${escaped(sentence)}</td></tr>`,
    );
  return `<h2>其他各周</h2>
<div class="scroll"><table><thead><tr><th>周次</th><th>姓名</th><th>为什么</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function matrix(weeks: readonly string[], { cadres }: TownFigures): string {
  const heads = weeks.map((week) => `<th class="verdict">${week.slice(5)}</th>`).join('');
  const rows = cadres.map(({ name, weeks: judged }) => {
    const cells = judged.map((week) =>
      week === null
        ? '<td class="verdict quiet">—</td>'
        : `<td class="verdict ${week.verdict}">${VERDICTS[week.verdict]}</td>`,
    );
    const misses = judged.reduce((sum, week) => sum + (week?.misses ?? 0), 0);
    return `<tr><td class="name">${escaped(name)}</td>${cells.join('')}<td class="number">${misses === 0 ? '' : misses}</td></tr>`;
  });
  return `<h2>每人每周</h2>
<p class="quiet">√ 完成　× 未完成　免 免考　? 待定　— 不在管理期内</p>
<div class="scroll"><table><thead><tr><th>姓名</th>${heads}<th class="number">次数</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function villages({ villages: all }: TownFigures): string {
  const rows = all.map(
    ({ villageName, punches, people, suspect, unmatched, coveredUntil }) =>
      `<tr><td class="name">${escaped(villageName)}</td>${[punches, people, suspect, unmatched]
        .map((figure) => `<td class="number">${figure}</td>`)
        .join('')}<td class="number">${coveredUntil ?? '—'}</td></tr>`,
  );
  const heads = ['打卡', '人数', '存疑', '无主', '采集至'];
  return `<h2>每村</h2>
<div class="scroll"><table><thead><tr><th>村</th>${heads.map((head) => `<th class="number">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${PAGE_STYLE}</style></head>
<body><main>
${body}
</main></body>
</html>
`;
}

function monthWords(month: string): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}

const yuan = (fen: number): string => (fen / 100).toFixed(0);

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
