import type { WeeklySummary } from './weekly-summary.js';

/**
 * What a summary says about people, as text that is the same as long as the figures are: without the day it
 * was printed on, the seal of that day, and when which clock was read last.
 */
export function summaryFigures({ title, rows, totals, dayHeads }: WeeklySummary): string {
  return `${JSON.stringify({ title, dayHeads, rows, totals }, null, 1)}\n`;
}
