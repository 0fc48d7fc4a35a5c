import { describe, expect, it } from '@jest/globals';
import { AddressWindows } from './address-windows.js';

function windowsOf(limit: number): { windows: AddressWindows; wait: (ms: number) => void } {
  let now = 0;
  return { windows: new AddressWindows(limit, () => now), wait: (ms) => (now += ms) };
}

describe('the calls of an address', () => {
  it('are free up to the limit, then wait for the end of the minute', () => {
    const { windows, wait } = windowsOf(2);
    expect([windows.count('a'), windows.count('a'), windows.count('a')]).toEqual([0, 0, 60_000]);
    wait(59_999);
    expect(windows.count('a')).toBe(1);
    wait(1);
    expect(windows.count('a')).toBe(0);
  });

  it('do not count for another address', () => {
    const { windows } = windowsOf(1);
    expect([windows.count('a'), windows.count('b'), windows.count('a')]).toEqual([0, 0, 60_000]);
  });

  it('from ever new addresses do not fill the memory', () => {
    const { windows } = windowsOf(1);
    for (let number = 0; number < 25_000; number += 1) windows.count(`address ${number}`);
    expect(windows.size).toBe(10_000);
  });
});
