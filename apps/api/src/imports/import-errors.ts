import { CodedError } from '@cunqin/platform';

const file = (message: string): { fields: { field: string; message: string }[] } => ({
  fields: [{ field: 'file', message }],
});

const cell = (code: string, english: string, field: string, message: string): CodedError =>
  new CodedError(`IMPORTS.${code}`, `${field}: ${english}`, { title: message, fields: [{ field, message }] });

/** What people can do wrong with a sheet they import: with the whole of it, or with one of its cells. */
export const importErrors = {
  wrongHeadings: (missing: readonly string[], unknown: readonly string[]) =>
    new CodedError('IMPORTS.WRONG_HEADINGS', `missing: ${missing.join(' ')}; unknown: ${unknown.join(' ')}`, {
      title: '表头与模板不符，请用下载的模板填写',
      fields: [
        ...missing.map((heading) => ({ field: 'file', message: `缺少列“${heading}”` })),
        ...unknown.map((heading) => ({ field: 'file', message: `没有列“${heading}”，或该列重复` })),
      ],
    }),
  empty: () =>
    new CodedError('IMPORTS.EMPTY', 'the sheet has no rows to import', {
      title: '表中没有可以导入的内容',
      ...file('没有内容'),
    }),
  merged: (ranges: readonly string[]) =>
    new CodedError('IMPORTS.MERGED_CELLS', `merged cells: ${ranges.join(' ')}`, {
      title: '表中有合并单元格，请取消合并后再导入',
      ...file(`合并单元格：${ranges.slice(0, 5).join('、')}`),
    }),
  required: (field: string) => cell('REQUIRED', 'is missing', field, '必须填写'),
  formula: (field: string) => cell('FORMULA', 'is a formula', field, '不能是公式，请粘贴为数值'),
  errorValue: (field: string) => cell('ERROR_VALUE', 'holds an error value', field, '单元格是错误值'),
  codeAsNumber: (field: string) =>
    cell(
      'CODE_AS_NUMBER',
      'is a number, its leading zeros may be lost',
      field,
      '编号应为文本格式，以免丢失开头的0',
    ),
  notText: (field: string) => cell('NOT_TEXT', 'is no text', field, '应为文字'),
  notADate: (field: string) => cell('NOT_A_DATE', 'is no date', field, '应为日期，如 2026-10-20'),
  notAnAmount: (field: string) =>
    cell('NOT_AN_AMOUNT', 'is no amount', field, '应为金额（元），至多两位小数'),
  notAChoice: (field: string, choices: readonly string[]) =>
    cell('NOT_A_CHOICE', `is none of ${choices.join(' ')}`, field, `应为 ${choices.join('、')} 之一`),
  twice: (field: string, row: number) =>
    cell('ROW_TWICE', `the same as in row ${row}`, field, `与第 ${row} 行重复`),
  otherName: (field: string) =>
    cell('NAME_DIFFERS', 'is not the name of the cadre with this code', field, '姓名与人员编号不符'),
  managedFromDiffers: () =>
    cell('MANAGED_FROM_DIFFERS', 'differs from what is stored', 'managedFrom', '与已登记的纳入管理日期不同'),
  townshipDiffers: () =>
    cell('TOWNSHIP_DIFFERS', 'differs from what is stored', 'townshipCode', '与已登记的乡镇不同'),
  effectiveFromMissing: () =>
    cell(
      'EFFECTIVE_FROM_MISSING',
      'a change needs its date',
      'effectiveFrom',
      '类别、身份、岗位补贴或驻点村有变动，须填写变动生效日期',
    ),
  itemDiffers: () =>
    cell(
      'ITEM_DIFFERS',
      'is on the list with another village or due time',
      'title',
      '清单已有此项，但村或期限不同',
    ),
};
