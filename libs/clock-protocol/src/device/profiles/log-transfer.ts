import { COMMAND } from '../../wire/commands.js';
import type { Exchange } from './clock-profile.js';

/** Whether this answer carries bytes of the attendance log. */
export function carriesLog({ session, request }: Exchange): boolean {
  if (request === null) return false;
  if (request.command === COMMAND.ATTENDANCE_READ) return true;
  const ofPunches = session.preparedSet === 'punches';
  return ofPunches && (request.command === COMMAND.READ_CHUNK || request.command === COMMAND.PREPARE_SET);
}

/** Whether this answer carries the byte in the middle of the log. */
export function carriesMiddleOfLog(exchange: Exchange): boolean {
  const { session, request } = exchange;
  if (request === null || !carriesLog(exchange)) return false;
  if (request.command !== COMMAND.READ_CHUNK) return session.prepared === null;
  if (session.prepared === null || request.data.length < 8) return false;
  const middle = Math.floor(session.prepared.length / 2);
  const start = request.data.readUInt32LE(0);
  return start <= middle && middle < start + request.data.readUInt32LE(4);
}
