import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chineseCapitals } from './chinese-capitals.js';

describe('an amount in Chinese capitals', () => {
  it.each([
    [0, '零元整'],
    [1, '壹分'],
    [5, '伍分'],
    [50, '伍角整'],
    [55, '伍角伍分'],
    [100, '壹元整'],
    [105, '壹元零伍分'],
    [110, '壹元壹角整'],
    [1_000, '壹拾元整'],
    [1_005, '壹拾元零伍分'],
    [40_000, '肆佰元整'],
    [120_000, '壹仟贰佰元整'],
    [120_050, '壹仟贰佰元伍角整'],
    [100_105, '壹仟零壹元零伍分'],
    [101_000, '壹仟零壹拾元整'],
    [1_000_100, '壹万零壹元整'],
    [1_000_000, '壹万元整'],
    [10_000_000, '壹拾万元整'],
    [10_050_000, '壹拾万零伍佰元整'],
    [10_500_000, '壹拾万伍仟元整'],
    [10_000_000_000, '壹亿元整'],
    [10_000_000_100, '壹亿零壹元整'],
    [10_001_000_000, '壹亿零壹万元整'],
    [100_000_000_000_000, '壹万亿元整'],
    [100_500_000_000_000, '壹万零伍拾亿元整'],
    [123_456_789_012_345, '壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分'],
    [-20_000, '负贰佰元整'],
  ])('%i fen is %s', (fen, text) => {
    expect(chineseCapitals(fen)).toBe(text);
  });

  it('reads back as the same amount, and never has two 零 in a row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900_000_000_000_000 }), (fen) => {
        const text = chineseCapitals(fen);
        expect(readBack(text)).toBe(fen);
        expect(text).not.toMatch(/零零|零[万亿元角]./u);
      }),
      { seed: 20_261_121, numRuns: 500 },
    );
  });

  it('is refused for parts of a fen', () => {
    expect(() => chineseCapitals(0.5)).toThrow(RangeError);
  });
});

/** Reads the capitals by adding places up, knowing nothing of how they were written. */
function readBack(text: string): number {
  const [whole = '', small = ''] = text.includes('元') ? text.split('元') : ['', text];
  const jiao = /(.)角/u.exec(small)?.[1];
  const fen = /(.)分/u.exec(small)?.[1];
  return readWhole(whole) * 100 + '零壹贰叁肆伍陆柒捌玖'.indexOf(jiao ?? '零') * 10 + valueOf(fen ?? '零');
}

function readWhole(text: string): number {
  const yi = text.lastIndexOf('亿');
  if (yi >= 0) return readWhole(text.slice(0, yi)) * 1e8 + readWhole(text.slice(yi + 1));
  const wan = text.lastIndexOf('万');
  if (wan >= 0) return readWhole(text.slice(0, wan)) * 1e4 + readWhole(text.slice(wan + 1));
  return [...text.matchAll(/([壹贰叁肆伍陆柒捌玖])([仟佰拾]?)/gu)].reduce(
    (sum, [, digit = '', place = '']) => sum + valueOf(digit) * ({ 仟: 1000, 佰: 100, 拾: 10 }[place] ?? 1),
    0,
  );
}

function valueOf(digit: string): number {
  return '零壹贰叁肆伍陆柒捌玖'.indexOf(digit);
}
