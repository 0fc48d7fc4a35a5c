export * from './driver.js';
export { ClockProtocolError, clockErrorText, type ClockErrorCode } from './errors.js';
export { offsetSeconds } from './offset.js';
export {
  parsePunchCsv,
  PUNCH_CSV_HEADER,
  punchCsvLine,
  PunchCsvError,
  type PunchCsvRow,
} from './csv/punch-csv.js';
export { EmulatedClock, type EmulatedClockOptions } from './device/emulated-clock.js';
export type { EmulatedPunch, EmulatedUser } from './device/emulated-records.js';
export { PROFILE_NAMES, UnknownProfileError } from './device/profiles/catalogue.js';
export {
  EmulatedPushClock,
  type EmulatedPushClockOptions,
  type VisitOutcome,
} from './device/push/emulated-push-clock.js';
export { plausiblePunches, type PlausiblePunches } from './device/plausible-punches.js';
export { NodeZklibDriver } from './node-zklib/node-zklib-driver.js';
export { ZkDriver } from './pull/zk-driver.js';
export { carriesInternalIds } from './records/record-layouts.js';
export { decodeUsers, type ClockUser } from './records/users.js';
export { isCommKey } from './wire/comm-key.js';
export {
  parseAttlogUpload,
  type AttlogUpload,
  type LineFault,
  type QuarantinedLine,
} from './push/attlog-lines.js';
export { decodeClockText } from './push/clock-text.js';
export {
  commandLine,
  parseCommandResults,
  type CommandResult,
  type PushCommand,
  type PushCommandKind,
} from './push/commands.js';
export { handshakeAnswer, type HandshakeSettings } from './push/handshake.js';
export {
  LOSING_OPERATIONS,
  operationName,
  parseOperlogUpload,
  type ClockOperation,
  type OperlogUpload,
} from './push/operlog-lines.js';
export { PushBodyError, unpackBody } from './push/push-body.js';
export { AttlogFileError, parseAttlogFile, type FilePunch } from './usb/attlog-file.js';
