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
export { plausiblePunches, type PlausiblePunches } from './device/plausible-punches.js';
export { NodeZklibDriver } from './node-zklib/node-zklib-driver.js';
export { ZkDriver } from './pull/zk-driver.js';
export { isCommKey } from './wire/comm-key.js';
