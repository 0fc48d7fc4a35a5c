import { bulletins } from './bulletins.js';
import { clocks } from './clocks.js';
import { deductions } from './deductions.js';
import { judge } from './judge.js';
import { ledger } from './ledger.js';
import { month } from './month.js';
import type { Row } from './row.js';
import { verification } from './verification.js';

/**
 * `npm run bench [-- PART …] [large]`: what the product is measured by, as ratios taken in one run on one machine;
 * the parts named, or all of them. `large` takes the ledger to ten million punches. Status 1 when a target is missed.
 */
const LEDGER = 1_000_000;
const LARGE_LEDGER = 10_000_000;

const wishes = process.argv.slice(2);
const large = wishes.includes('large');
const parts: Record<string, () => Promise<Row[]>> = {
  clocks,
  bulletins,
  ledger: () => ledger(large ? LARGE_LEDGER : LEDGER),
  judge,
  month,
  deductions,
  verification: () => verification(large ? LARGE_LEDGER : LEDGER),
};
const named = wishes.filter((wish) => wish !== 'large');
const unknown = named.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);

const rows: Row[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (named.length === 0 || named.includes(name)) rows.push(...(await measure()));
}

for (const { what, target, measured, pass } of [
  { what: 'what', target: 'target', measured: 'measured', pass: null },
  { what: '---', target: '---', measured: '---', pass: null },
  ...rows,
]) {
  const verdict = pass === null ? (what === '---' ? '---' : 'result') : pass ? 'pass' : 'MISS';
  process.stdout.write(`| ${[what, target, measured, verdict].join(' | ')} |\n`);
}
const missed = rows.filter(({ pass }) => !pass).length;
process.stdout.write(`\nbench: ${rows.length - missed} of ${rows.length} targets met\n`);
process.exit(missed === 0 ? 0 : 1);
