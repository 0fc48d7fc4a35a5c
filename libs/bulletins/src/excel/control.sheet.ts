import type { DeductionControl, LineSum } from '../domain/deductions/deduction-control.js';
import type { Field } from '../domain/deductions/payroll-table.js';
import type { PlainSheet } from './plain-workbook.js';

/** What the companion is called in its properties and on every printed page. */
export function controlTitle({ month, township }: DeductionControl): string {
  return `${township.name}${month}扣发控制表`;
}

/** The companion of a batch: control totals, and size and SHA-256 of every file. */
export function controlSheets(control: DeductionControl): PlainSheet[] {
  return [
    {
      name: '控制合计',
      headings: ['项目', '内容', '笔数（人、次）', '金额(元)'],
      widths: [34, 44, 18, 20],
      ruled: true,
      rows: [
        said('批次号', control.batchNo),
        said('考核月', control.month),
        said('单位', control.township.name),
        said('依据文号', control.docNo ?? '草稿，未发文，不得入账'),
        said('核验码', control.verificationCode ?? ''),
        said('对照设置版本', String(control.mappingVersion)),
        counted('人数', control.persons),
        counted('本期次数', control.misses),
        added('封顶前合计', null, control.computedFen),
        summed('本期', control.current),
        summed('追补', control.supplement),
        summed('冲回', control.reversal),
        added('本期净扣合计', control.lines, control.netFen),
        counted('未列入：不涉及金额', control.leftOut.lines),
        counted('未列入：聘用人员（人）', control.leftOut.contractPersons),
      ],
    },
    {
      name: '文件校验',
      headings: ['文件', '行数', '金额(元)', '字节', 'SHA-256'],
      widths: [34, 10, 16, 12, 70],
      ruled: true,
      rows: control.files.map(({ name, rows, amountFen, bytes, sha256 }) => [
        text(name),
        count(rows),
        amount(amountFen),
        count(bytes),
        text(sha256),
      ]),
    },
  ];
}

function said(name: string, value: string): Field[] {
  return [text(name), text(value), text(''), text('')];
}

function counted(name: string, value: number): Field[] {
  return [text(name), text(''), count(value), text('')];
}

function added(name: string, lines: number | null, fen: number): Field[] {
  return [text(name), text(''), lines === null ? text('') : count(lines), amount(fen)];
}

function summed(name: string, { lines, amountFen }: LineSum): Field[] {
  return added(name, lines, amountFen);
}

function text(value: string): Field {
  return { kind: 'text', text: value };
}

function count(value: number): Field {
  return { kind: 'count', value };
}

function amount(fen: number): Field {
  return { kind: 'amount', fen };
}
