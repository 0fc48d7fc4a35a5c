import type { ChainLink } from './punch-ledger.repository.js';

/** Columns in the order of {@link copyRow}. */
export const COPIED_COLUMNS = [
  'clock_id',
  'sequence',
  'number',
  'clock_time',
  'local_time',
  'verify_mode',
  'punch_state',
  'work_code',
  'raw',
  'source',
  'read_id',
  'received_at',
  'suspicions',
  'hash',
].join(', ');

const NULL = '\\N';
const ESCAPED = /[\\\t\n\r\b\f\v]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

/** A line of PostgreSQL's text format for COPY: what a clock said stays a value, whatever bytes it has. */
export function copyRow({ record, hash }: ChainLink): string {
  const { clockTime, suspicions } = record;
  const localTime = suspicions.includes('IMPOSSIBLE_TIME') ? NULL : escaped(clockTime);
  return (
    `${record.clockId}\t${record.sequence}\t${escaped(record.number)}\t${escaped(clockTime)}\t${localTime}\t` +
    `${record.verifyMode}\t${record.punchState}\t${record.workCode}\t${bytes(record.raw)}\t${record.source}\t` +
    `${record.readId}\t${record.receivedAt}\t{${suspicions.join(',')}}\t${bytes(hash)}\n`
  );
}

function escaped(text: string): string {
  if (!ESCAPED.test(text)) return text;
  return text.replaceAll(/[\\\t\n\r\b\f\v]/g, (character) => ESCAPES[character] ?? character);
}

/** The backslash of the hex form is itself escaped. */
function bytes(value: Uint8Array): string {
  return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
}
