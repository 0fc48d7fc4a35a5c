import { expect, it } from '@jest/globals';
import { wreakHavoc } from './chaos.js';

const KILLS = 5;
const SEED = 20_261_020;
const MOST_MS = 240_000;

it(
  `a town of 16 clocks in which ${KILLS} times a worker or PostgreSQL is killed: nothing lost, doubled or made up`,
  async () => {
    const report = await wreakHavoc({ kills: KILLS, seed: SEED, queue: 'postgres', growth: 10 });
    expect(report.untruths).toEqual([]);
    // What was killed was at work.
    expect(report.midRead).toBeGreaterThan(0);
    expect(report.punches).toBeGreaterThan(5_000);
  },
  MOST_MS,
);
