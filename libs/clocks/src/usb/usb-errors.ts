import { CodedError } from '@cunqin/platform/errors';

/** Why a file from a USB stick is refused whole. */
export const usbErrors = {
  notAttlog: () =>
    new CodedError('USB.NOT_ATTLOG', 'the file is no attendance log; users and templates are never taken', {
      status: 422,
      title: '这不是考勤记录文件（attlog.dat）；用户和指纹文件一律不收',
      fields: [{ field: 'file', message: '不是考勤记录文件' }],
    }),
  empty: () =>
    new CodedError('USB.EMPTY', 'the file has no punches', {
      status: 422,
      title: '文件里没有打卡记录',
      fields: [{ field: 'file', message: '没有打卡记录' }],
    }),
  badLine: (line: number) =>
    new CodedError('USB.BAD_LINE', `line ${line} cannot be read: nothing of the file was taken`, {
      status: 422,
      title: `第 ${line} 行无法识别，整个文件未导入`,
      fields: [{ field: 'file', message: `第 ${line} 行无法识别` }],
    }),
  tooLarge: (limitBytes: number) =>
    new CodedError('USB.TOO_LARGE', `the file is larger than ${limitBytes} bytes`, {
      status: 413,
      title: '文件过大，不像是考勤记录文件',
      fields: [{ field: 'file', message: '文件过大' }],
    }),
  missing: () =>
    new CodedError('USB.FILE_MISSING', 'the request has no file', {
      status: 400,
      title: '请选择要导入的文件',
      fields: [{ field: 'file', message: '必须上传' }],
    }),
};
