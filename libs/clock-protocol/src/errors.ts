/** Everything that can go wrong between us and a clock. Codes are stable; wording may change. */
export type ClockErrorCode =
  | 'CLOCK.UNREACHABLE'
  | 'CLOCK.REFUSED'
  | 'CLOCK.TIMEOUT'
  | 'CLOCK.CLOSED_MID_READ'
  | 'CLOCK.BAD_FRAME'
  | 'CLOCK.CHECKSUM'
  | 'CLOCK.AUTH_REFUSED'
  | 'CLOCK.SIZE_MISMATCH'
  | 'CLOCK.UNKNOWN_LAYOUT'
  | 'CLOCK.UNSUPPORTED'
  | 'CLOCK.TIME_NOT_SET'
  | 'CLOCK.ABORTED';

/** The only error a driver throws of its own; errors of the caller's `onPunches` pass through unchanged. */
export class ClockProtocolError extends Error {
  override readonly name = 'ClockProtocolError';
  /** Whether the line is to blame: the same question on a fresh connection may be answered well. */
  readonly transient: boolean;

  constructor(
    readonly code: ClockErrorCode,
    message: string,
    options?: ErrorOptions & { readonly transient?: boolean },
  ) {
    super(message, options);
    this.transient = options?.transient ?? false;
  }
}

const CLOCK_ERROR_TEXTS: Readonly<Record<ClockErrorCode, string>> = {
  'CLOCK.UNREACHABLE': '连不上打卡机：网络不通或地址有误',
  'CLOCK.REFUSED': '打卡机拒绝连接：端口未开放，或正被其他程序占用',
  'CLOCK.TIMEOUT': '打卡机没有及时应答',
  'CLOCK.CLOSED_MID_READ': '读取中途连接断开，本次读取作废',
  'CLOCK.BAD_FRAME': '对方的应答不符合打卡机协议，可能不是打卡机',
  'CLOCK.CHECKSUM': '数据校验和不符，传输中有损坏，本次读取作废',
  'CLOCK.AUTH_REFUSED': '通讯密码不正确',
  'CLOCK.SIZE_MISMATCH': '收到的数据长度与打卡机声明的不一致，本次读取作废',
  'CLOCK.UNKNOWN_LAYOUT': '无法识别这台打卡机的记录格式',
  'CLOCK.UNSUPPORTED': '这台打卡机不支持所需的命令',
  'CLOCK.TIME_NOT_SET': '打卡机没有接受新的时间',
  'CLOCK.ABORTED': '读取已被取消',
};

/** The sentence shown to people for a code. */
export function clockErrorText(code: ClockErrorCode): string {
  return CLOCK_ERROR_TEXTS[code];
}

/** The same error when it is already ours, otherwise a {@link ClockProtocolError} around it. */
export function asClockError(error: unknown, code: ClockErrorCode, message: string): ClockProtocolError {
  return error instanceof ClockProtocolError
    ? error
    : new ClockProtocolError(code, message, { cause: error });
}
