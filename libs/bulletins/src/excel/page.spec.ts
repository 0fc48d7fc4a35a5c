import { describe, expect, it } from '@jest/globals';
import { pageBreaks, pageHeightPt } from './page.js';

const plan = { openingPt: 20, headPt: 10, pagePt: 100, keepTogether: 3 };

describe('pageBreaks', () => {
  it('sets none when everything fits on the first page', () => {
    expect(pageBreaks({ ...plan, rowHeights: Array(7).fill(10) })).toEqual([]);
  });

  it('moves the last rows together rather than splitting them', () => {
    expect(pageBreaks({ ...plan, rowHeights: Array(8).fill(10) })).toEqual([5]);
  });

  it('fills later pages up to the repeated head', () => {
    expect(pageBreaks({ ...plan, rowHeights: Array(20).fill(10) })).toEqual([7, 16]);
  });

  it('sets no break before the first row, even when the whole has to stay together and does not fit', () => {
    expect(pageBreaks({ ...plan, rowHeights: [60, 60, 60] })).toEqual([1, 2]);
  });
});

describe('pageHeightPt', () => {
  it('grows as a wide sheet is scaled down, and never beyond scale 1', () => {
    expect(pageHeightPt([300])).toBeGreaterThan(pageHeightPt([200]));
    expect(pageHeightPt([10])).toBe(pageHeightPt([20]));
  });
});
