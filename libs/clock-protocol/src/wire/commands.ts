/** Command and answer codes of the pull protocol. */
export const COMMAND = {
  USER_WRITE: 8,
  USERS_READ: 9,
  TEMPLATE_WRITE: 10,
  OPTIONS_READ: 11,
  OPTIONS_WRITE: 12,
  ATTENDANCE_READ: 13,
  CLEAR_DATA: 14,
  CLEAR_ATTENDANCE: 15,
  USER_DELETE: 18,
  TEMPLATE_DELETE: 19,
  CLEAR_ADMIN: 20,
  FREE_SIZES: 50,
  GET_TIME: 201,
  SET_TIME: 202,
  /** Asked: tell of events. Told: an event, its kind in the session field. */
  EVENT: 500,
  CONNECT: 1000,
  EXIT: 1001,
  ENABLE: 1002,
  DISABLE: 1003,
  REFRESH_DATA: 1013,
  VERSION: 1100,
  AUTH: 1102,
  PREPARE_DATA: 1500,
  DATA: 1501,
  FREE_DATA: 1502,
  PREPARE_SET: 1503,
  READ_CHUNK: 1504,
  ACK_OK: 2000,
  ACK_ERROR: 2001,
  ACK_RETRY: 2003,
  ACK_REPEAT: 2004,
  ACK_UNAUTH: 2005,
  ACK_UNKNOWN: 65535,
} as const;

/** Largest number of data bytes asked for in one chunk on TCP. */
export const MAX_TCP_CHUNK = 65_472;

/** Largest number of data bytes in one datagram; asking for no more makes each answer one datagram. */
export const MAX_UDP_CHUNK = 1_024;

/** Attendance, in the mask of events asked for and in the session field of an event. */
export const ATTENDANCE_EVENT = 1;

/** Answers by which a clock says that it does not know the command; 4989 was seen on a SpeedFace. */
const REFUSALS: ReadonlySet<number> = new Set([
  COMMAND.ACK_ERROR,
  COMMAND.ACK_UNKNOWN,
  65_531,
  65_532,
  65_533,
  4_989,
]);

/** Whether the answer means that this clock does not know the command. */
export function isRefusal(answer: number): boolean {
  return REFUSALS.has(answer);
}
