import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HintWindow } from './hint-window.js';

let passed: number[];
let window: HintWindow;
beforeEach(() => {
  jest.useFakeTimers();
  passed = [];
  window = new HintWindow(5_000, (subject) => passed.push(subject));
});
afterEach(() => {
  window.close();
  jest.useRealTimers();
});

describe('a hint', () => {
  it('is passed on at once', () => {
    window.take(3);
    expect(passed).toEqual([3]);
  });

  it('that others follow is passed on once more at the end of the window, not for each of them', () => {
    for (let hints = 0; hints < 10; hints += 1) window.take(3);
    expect(passed).toEqual([3]);
    jest.advanceTimersByTime(5_000);
    expect(passed).toEqual([3, 3]);
    jest.advanceTimersByTime(5_000);
    expect(passed).toEqual([3, 3]);
  });

  it('in a storm is passed on once a window', () => {
    for (let seconds = 0; seconds < 60; seconds += 1) {
      window.take(3);
      jest.advanceTimersByTime(1_000);
    }
    expect(passed.length).toBeGreaterThanOrEqual(12);
    expect(passed.length).toBeLessThanOrEqual(13);
  });

  it('is at once again after a quiet window', () => {
    window.take(3);
    jest.advanceTimersByTime(5_000);
    window.take(3);
    expect(passed).toEqual([3, 3]);
  });

  it('of one clock does not hold back that of another', () => {
    window.take(3);
    window.take(4);
    expect(passed).toEqual([3, 4]);
  });

  it('is dropped when the program ends', () => {
    window.take(3);
    window.take(3);
    window.close();
    jest.advanceTimersByTime(60_000);
    expect(passed).toEqual([3]);
  });
});
