import { CodedError } from '@cunqin/platform/errors';

/** What can go wrong with a clock, before and after it is spoken to. */
export const clockErrors = {
  outsideNetworks: (host: string) =>
    new CodedError('CLOCKS.ADDRESS_NOT_ALLOWED', `${host} lies outside CLOCK_NETWORKS`, {
      status: 422,
      title: `地址 ${host} 不在允许的网段内`,
      fields: [{ field: 'host', message: '不在 CLOCK_NETWORKS 允许的网段内' }],
    }),
  unknownHost: (host: string, cause: unknown) =>
    new CodedError('CLOCKS.UNKNOWN_HOST', `the host name ${host} cannot be resolved`, {
      status: 502,
      title: `找不到主机 ${host}`,
      fields: [{ field: 'host', message: '找不到主机' }],
      cause,
    }),
  busy: (id: number) =>
    new CodedError('CLOCKS.BUSY', `clock ${id} is being read by somebody else`, {
      status: 409,
      title: '这台打卡机正在采集，请稍后再试',
    }),
  isPush: (id: number) =>
    new CodedError('CLOCKS.PUSHES', `clock ${id} sends its punches itself and cannot be polled`, {
      status: 409,
      title: '这台打卡机主动上传，不能由服务器采集',
    }),
  retired: (id: number) =>
    new CodedError('CLOCKS.RETIRED', `clock ${id} is retired`, { status: 409, title: '这台打卡机已停用' }),
  placementOverlaps: () =>
    new CodedError('CLOCKS.PLACEMENT_OVERLAPS', 'the clock stood somewhere else after that date already', {
      status: 409,
      title: '这台打卡机在该日期之后已有安放记录',
      fields: [{ field: 'from', message: '该日期之后已有安放记录' }],
    }),
  serialNumberMissing: () =>
    new CodedError(
      'CLOCKS.SERIAL_NUMBER_MISSING',
      'a clock that pushes is known by its serial number alone',
      {
        status: 422,
        title: '主动上传的打卡机必须填写序列号',
        fields: [{ field: 'serialNumber', message: '必须填写' }],
      },
    ),
  serialNumberTaken: (serialNumber: string) =>
    new CodedError('CLOCKS.SERIAL_NUMBER_TAKEN', `another clock has the serial number ${serialNumber}`, {
      status: 409,
      title: `序列号 ${serialNumber} 已登记`,
      fields: [{ field: 'serialNumber', message: '序列号已登记' }],
    }),
  doesNotPush: (id: number) =>
    new CodedError('CLOCKS.DOES_NOT_PUSH', `clock ${id} is read by this server and takes no commands`, {
      status: 409,
      title: '这台打卡机由服务器采集，不能下发重传命令',
    }),
  periodReversed: () =>
    new CodedError('CLOCKS.PERIOD_REVERSED', 'the period ends before it begins', {
      status: 422,
      title: '结束时间早于开始时间',
      fields: [{ field: 'until', message: '早于开始时间' }],
    }),
  tooManyCommands: (id: number) =>
    new CodedError('CLOCKS.TOO_MANY_COMMANDS', `clock ${id} has too many commands without an answer`, {
      status: 409,
      title: '这台打卡机还有许多命令没有应答，请稍后再试',
    }),
  unknownEvent: (id: number) =>
    new CodedError('CLOCKS.UNKNOWN_EVENT', `this clock has no event ${id} that is an incident`, {
      status: 404,
      title: '没有这条需要处理的设备事件',
    }),
  eventAcknowledged: (id: number) =>
    new CodedError('CLOCKS.EVENT_ACKNOWLEDGED', `event ${id} has been acknowledged already`, {
      status: 409,
      title: '这条设备事件已经处理过',
    }),
  countsAgree: (id: number) =>
    new CodedError('CLOCKS.COUNTS_AGREE', `the counts of clock ${id} do not differ`, {
      status: 409,
      title: '这台打卡机的计数与账本没有不一致，无须说明',
    }),
  otherDevice: (id: number, expected: string | null, found: string | null) =>
    new CodedError(
      'CLOCKS.OTHER_DEVICE',
      `clock ${id} is the device ${expected ?? 'without a number'}, but ${found ?? 'one without a number'} answered`,
      {
        status: 409,
        title: `应答的设备序列号为 ${found ?? '（未知）'}，与登记的 ${expected ?? '（未知）'} 不符，本次采集作废`,
      },
    ),
  cannotBeSet: (driver: string) =>
    new CodedError('CLOCKS.SET_TIME_NOT_SUPPORTED', `the driver ${driver} cannot set a clock`, {
      status: 422,
      title: '这种连接方式不能校时',
      fields: [{ field: 'setTime', message: '这种连接方式不能校时' }],
    }),
  cannotBeWatched: (driver: string) =>
    new CodedError('CLOCKS.LIVE_NOT_SUPPORTED', `the driver ${driver} hears no live events`, {
      status: 422,
      title: '这种连接方式不支持实时事件',
      fields: [{ field: 'live', message: '这种连接方式不支持实时事件' }],
    }),
};
