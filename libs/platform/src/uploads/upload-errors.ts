import { CodedError } from '../errors/coded-error.js';

const file = (message: string): { fields: { field: string; message: string }[] } => ({
  fields: [{ field: 'file', message }],
});

/** What people can do wrong with a workbook they upload. */
export const uploadErrors = {
  missing: () =>
    new CodedError('UPLOADS.MISSING', 'no file was sent', {
      title: '请选择要上传的文件',
      ...file('必须上传'),
    }),
  notXlsx: () =>
    new CodedError('UPLOADS.NOT_XLSX', 'the file is no xlsx workbook', {
      title: '这不是 Excel 工作簿（.xlsx）',
      ...file('应为 .xlsx 文件'),
    }),
  oldFormat: () =>
    new CodedError('UPLOADS.OLD_FORMAT', 'the file is an xls workbook, or one behind a password', {
      title: '旧版 .xls 或加了密码的工作簿不能上传，请另存为不加密的 .xlsx',
      ...file('请另存为 .xlsx'),
    }),
  macros: () =>
    new CodedError('UPLOADS.MACROS', 'the workbook carries macros', {
      title: '含宏的工作簿不能上传，请另存为 .xlsx',
      ...file('含有宏'),
    }),
  damaged: (how: string) =>
    new CodedError('UPLOADS.DAMAGED', `the workbook cannot be read: ${how}`, {
      title: '工作簿已损坏，无法读取',
      ...file('无法读取'),
    }),
  tooLarge: (how: string) =>
    new CodedError('UPLOADS.TOO_LARGE', `the workbook is too large: ${how}`, {
      status: 413,
      title: '工作簿解压后过大',
      ...file('内容过大'),
    }),
  tooManyRows: (most: number) =>
    new CodedError('UPLOADS.TOO_MANY_ROWS', `the sheet has more than ${most} rows`, {
      status: 413,
      title: `工作表超过 ${most} 行，请分次上传`,
      ...file(`最多 ${most} 行`),
    }),
};
