import { describe, expect, it } from '@jest/globals';
import { handshakeAnswer, timeZoneValue } from './handshake.js';

describe('the answer to a clock’s hello', () => {
  const answer = handshakeAnswer({
    serialNumber: 'CKJF201160001',
    attlogStamp: '7001',
    operlogStamp: '0',
    utcOffsetMinutes: 480,
  });
  const values = new Map(
    answer.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

  it('begins with the clock’s serial number', () => {
    expect(answer).toMatch(/^GET OPTION FROM: CKJF201160001\n/);
  });

  it('asks for attendance and the operation log, and for nothing else', () => {
    expect(values.get('TransFlag')).toBe('TransData AttLog\tOpLog');
  });

  it('gives the stamps under their old names and their new', () => {
    expect([values.get('ATTLOGStamp'), values.get('Stamp')]).toEqual(['7001', '7001']);
    expect([values.get('OPERLOGStamp'), values.get('OpStamp')]).toEqual(['0', '0']);
    expect(values.get('ATTPHOTOStamp')).toBe(values.get('PhotoStamp'));
  });

  it('has every key a clock looks for, and no encryption', () => {
    const keys = ['ErrorDelay', 'Delay', 'TransTimes', 'TransInterval', 'ServerVer', 'PushProtVer'];
    for (const key of keys) expect(values.get(key)).toMatch(/\S/);
    expect(values.get('Realtime')).toBe('1');
    expect(values.get('Encrypt')).toBe('0');
  });

  it.each([
    [480, 8],
    [-300, -5],
    [0, 0],
    [330, 330],
    [345, 345],
    [-210, -210],
  ])(
    'states a zone of %i minutes as %i: whole hours as hours, others in minutes (problem 16)',
    (minutes, value) => {
      expect(timeZoneValue(minutes)).toBe(value);
    },
  );
});
