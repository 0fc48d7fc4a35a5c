import { describe, expect, it } from '@jest/globals';
import { lineCount, rowHeightPt } from './text-height.js';

const day = (text: string): number => lineCount({ text, width: 11.1, sizePt: 9 });

describe('lineCount', () => {
  it('puts the times on one line and the village on the next', () => {
    expect(day('08:41–15:10 蒋寨')).toBe(2);
  });

  it('puts each of two villages on its own line', () => {
    expect(day('08:41 蒋寨–14:40 白竹')).toBe(2);
  });

  it('leaves a mark on one line', () => {
    expect(day('休')).toBe(1);
    expect(day('')).toBe(1);
  });

  it('keeps punctuation with the character before it', () => {
    expect(lineCount({ text: '甲乙丙，丁', width: 6, sizePt: 9 })).toBe(2);
  });

  it('breaks a word longer than the line', () => {
    expect(lineCount({ text: 'x'.repeat(100), width: 11.1, sizePt: 9 })).toBe(10);
  });
});

describe('rowHeightPt', () => {
  it('follows the longest text and never exceeds what a row may have', () => {
    expect(rowHeightPt([{ text: '张伟', width: 7, sizePt: 9 }], 27)).toBe(27);
    expect(rowHeightPt([{ text: '长'.repeat(12), width: 7, sizePt: 9 }], 27)).toBeGreaterThan(27);
    expect(rowHeightPt([{ text: '长'.repeat(2000), width: 7, sizePt: 9 }], 27)).toBe(409);
  });
});
