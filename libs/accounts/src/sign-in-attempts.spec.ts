import { describe, expect, it } from '@jest/globals';
import { SignInAttempts } from './sign-in-attempts.js';

function attemptsAt(): { attempts: SignInAttempts; wait: (ms: number) => void } {
  let now = 0;
  return { attempts: new SignInAttempts(() => now), wait: (ms) => (now += ms) };
}

function fail(attempts: SignInAttempts, times: number, username = 'wang'): void {
  for (let attempt = 0; attempt < times; attempt += 1) attempts.begin(username);
}

const TOO_MANY = expect.objectContaining({ code: 'ACCOUNTS.TOO_MANY_ATTEMPTS', status: 429 });

describe('failed sign-ins', () => {
  it('cost nothing ten times', () => {
    const { attempts } = attemptsAt();
    expect(() => fail(attempts, 10)).not.toThrow();
    expect(() => attempts.begin('wang')).toThrow(TOO_MANY);
  });

  it('then make each attempt wait twice as long as the one before, at most a minute', () => {
    const { attempts, wait } = attemptsAt();
    fail(attempts, 10);
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      wait(seconds * 1000 - 1);
      expect(() => attempts.begin('wang')).toThrow(TOO_MANY);
      wait(1);
      attempts.begin('wang');
    }
  });

  it('do not grow by trying during the wait', () => {
    const { attempts, wait } = attemptsAt();
    fail(attempts, 10);
    for (let attempt = 0; attempt < 50; attempt += 1) expect(() => attempts.begin('wang')).toThrow(TOO_MANY);
    wait(1000);
    expect(() => attempts.begin('wang')).not.toThrow();
  });

  it('of one username do not slow down another', () => {
    const { attempts } = attemptsAt();
    fail(attempts, 10);
    expect(() => attempts.begin('li')).not.toThrow();
  });

  it('are forgiven by a success', () => {
    const { attempts } = attemptsAt();
    fail(attempts, 10, 'wang');
    attempts.succeeded('wang');
    expect(() => fail(attempts, 10)).not.toThrow();
  });

  it('are forgotten after a quarter of an hour', () => {
    const { attempts, wait } = attemptsAt();
    fail(attempts, 10);
    wait(15 * 60_000);
    expect(() => fail(attempts, 10)).not.toThrow();
  });

  it('of a million usernames do not fill the memory', () => {
    const { attempts } = attemptsAt();
    for (let number = 0; number < 25_000; number += 1) attempts.begin(`user${number}`);
    expect(attempts.size).toBe(10_000);
  });
});
