import { encodePunch } from '../../libs/clock-protocol/src/device/record-encoders.js';
import { plausiblePunches } from '../../libs/clock-protocol/src/device/plausible-punches.js';
import { AttendanceDecoder } from '../../libs/clock-protocol/src/records/attendance-decoder.js';
import { layoutNamed } from '../../libs/clock-protocol/src/records/record-layouts.js';
import { median } from './row.js';

const CHUNK_BYTES = 65_472;
const RECORD_BYTES = 40;
const SAMPLE = 10_000;
const RUNS = 3;

/** Records a second that the decoder makes of the bytes of so many 40-byte records, in chunks as they come. */
export function decodeAlone(records: number): number {
  const log = logOf(records);
  return median(
    Array.from({ length: RUNS }, () => {
      const decoder = new AttendanceDecoder(layoutNamed('40'), {
        statusOrder: 'state-first',
        numbers: new Map(),
      });
      const began = performance.now();
      let decoded = 0;
      for (let at = 0; at < log.length; at += CHUNK_BYTES) {
        decoded += decoder.push(log.subarray(at, at + CHUNK_BYTES)).length;
      }
      decoder.finish();
      const seconds = (performance.now() - began) / 1000;
      if (decoded !== records) throw new Error(`${decoded} of ${records} decoded`);
      return records / seconds;
    }),
  );
}

/** Ten thousand different punches, as often as it takes. */
function logOf(records: number): Buffer {
  const { punches } = plausiblePunches({ punches: SAMPLE, users: 50, seed: 5 });
  const sample = Buffer.concat(punches.map((punch, at) => encodePunch('40', punch, at % 50)));
  return Buffer.alloc(records * RECORD_BYTES, sample);
}
