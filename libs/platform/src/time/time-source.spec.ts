import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { AdjustableTime, SystemTime, TimeSource } from './time-source.js';

const MONDAY = Temporal.Instant.from('2026-10-25T16:00:00Z');
const ms = (from: Temporal.Instant, to: Temporal.Instant): number => to.since(from).total('milliseconds');

describe('a clock that is set by hand', () => {
  it('begins where it is told', () => {
    expect(ms(MONDAY, new AdjustableTime(MONDAY).now())).toBeLessThan(1000);
  });

  it('runs on at the machine’s pace', async () => {
    const time = new AdjustableTime(MONDAY);
    const began = performance.now();
    const before = time.now();
    await sleep(30);
    const passed = ms(before, time.now());
    expect(passed).toBeGreaterThanOrEqual(28);
    expect(passed).toBeLessThanOrEqual(Math.ceil(performance.now() - began) + 1);
  });

  it.each([7, -365])('can be set %i days away, and begins anew from there', async (days) => {
    const time = new AdjustableTime(MONDAY);
    await sleep(20);
    const wanted = MONDAY.add({ hours: days * 24 });
    const began = performance.now();
    time.set(wanted);
    const off = ms(wanted, time.now());
    expect(off).toBeGreaterThanOrEqual(0);
    expect(off).toBeLessThanOrEqual(Math.ceil(performance.now() - began) + 1);
  });
});

describe('the local time', () => {
  const fixed = new (class extends TimeSource {
    now(): Temporal.Instant {
      return MONDAY;
    }
  })();

  it('of 16:00 in Greenwich on Sunday is Monday 00:00 in Shanghai', () => {
    expect(fixed.localNow('Asia/Shanghai').toString()).toBe('2026-10-26T00:00:00');
    expect(fixed.localNow('UTC').toString()).toBe('2026-10-25T16:00:00');
  });
});

it('the system time is the machine’s', () => {
  const before = Date.now();
  const now = new SystemTime().now().epochMilliseconds;
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});
