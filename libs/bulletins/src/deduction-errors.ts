import { CodedError, type FieldFault } from '@cunqin/platform/errors';

/** What people can do wrong with payroll's files and with what payroll gives back. */
export const deductionErrors = {
  badMapping: (fields: readonly FieldFault[]) =>
    new CodedError('PAYROLL.MAPPING_INVALID', 'the mapping makes no file that can be booked', {
      title: '对照设置有误',
      fields,
    }),
  unknownMapping: (version: number) =>
    new CodedError('PAYROLL.MAPPING_UNKNOWN', `there is no version ${version} of the mapping`, {
      status: 404,
      title: `没有第${version}版对照设置`,
      fields: [{ field: 'mapping', message: '没有这一版' }],
    }),
  unknownCadres: (codes: readonly string[]) =>
    new CodedError('PAYROLL.UNKNOWN_CADRE', `no such cadres: ${some(codes)}`, {
      title: `名册中没有：${some(codes)}`,
      fields: [{ field: 'numbers', message: '名册中没有此人' }],
    }),
  doubledNumber: (numbers: readonly string[]) =>
    new CodedError('PAYROLL.NUMBER_DOUBLED', `held by two persons: ${some(numbers)}`, {
      status: 409,
      title: `工资编码重复：${some(numbers)}`,
      fields: [{ field: 'numbers', message: '一个编码只能属于一人' }],
    }),
  numberMissing: (cadreCodes: readonly string[]) =>
    new CodedError('PAYROLL.NUMBER_MISSING', `no payroll number: ${some(cadreCodes)}`, {
      status: 409,
      title: `以下人员没有工资编码：${some(cadreCodes)}`,
      fields: cadreCodes.slice(0, MOST_NAMED).map((code) => ({ field: code, message: '没有工资编码' })),
    }),
  encodingOfCsv: () =>
    new CodedError('DEDUCTIONS.ENCODING', 'encoding is for csv', {
      title: '只有 CSV 文件可选编码',
      fields: [{ field: 'encoding', message: '只用于 CSV' }],
    }),
  notIssued: (month: string) =>
    new CodedError('RECEIPT.NOT_ISSUED', `${month} is not issued`, {
      status: 409,
      title: `${month} 尚未发文，没有可以核对的扣发表`,
    }),
  noFile: () =>
    new CodedError('RECEIPT.NO_FILE', 'the request has no file', {
      title: '请选择回执文件',
      fields: [{ field: 'file', message: '必须填写' }],
    }),
  unreadable: (detail: string) =>
    new CodedError('RECEIPT.UNREADABLE', detail, {
      title: '不是可以读取的 xlsx 或 CSV 文件',
      fields: [{ field: 'file', message: '请另存为 xlsx 或 CSV 后上传' }],
    }),
  tooLarge: (detail: string) =>
    new CodedError('RECEIPT.TOO_LARGE', detail, {
      status: 413,
      title: '文件过大，或解压后过大',
      fields: [{ field: 'file', message: '文件过大' }],
    }),
  macros: () =>
    new CodedError('RECEIPT.MACROS', 'the workbook holds macros', {
      title: '文件含有宏，请另存为不含宏的 xlsx',
      fields: [{ field: 'file', message: '含有宏' }],
    }),
  noHeadings: () =>
    new CodedError('RECEIPT.NO_HEADINGS', 'no line holds both headings', {
      title: '没有找到“人员编码”和“实扣金额”两列',
      fields: [{ field: 'file', message: '缺少“人员编码”或“实扣金额”列' }],
    }),
  badLines: (lines: readonly { readonly row: number; readonly message: string }[]) =>
    new CodedError(
      'RECEIPT.BAD_LINES',
      `lines that cannot be read: ${some(lines.map(({ row }) => `${row}`))}`,
      {
        title: `有${lines.length}行不能读取，请改正后重新上传`,
        fields: lines
          .slice(0, MOST_NAMED)
          .map(({ row, message }) => ({ field: `row ${row}`, message: `第${row}行：${message}` })),
      },
    ),
};

/** A list of faults is read by a person. */
const MOST_NAMED = 50;

function some(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).join('、');
  return names.length > MOST_NAMED ? `${named}等${names.length}个` : named;
}
