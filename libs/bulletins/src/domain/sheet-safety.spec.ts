import { describe, expect, it } from '@jest/globals';
import { safeText } from './sheet-safety.js';

describe('safeText', () => {
  it.each(['=HYPERLINK("http://x","张伟")', '+86 138', '-1', '@SUM(A1)', '\t=1+1', '\r=1', '\n=1'])(
    'puts an apostrophe before %j, which a spreadsheet could take for a formula',
    (text) => {
      expect(safeText(text)).toBe(`'${text}`);
    },
  );

  it.each(['张伟', '卢小𠮷', '08:41–15:10 蒋寨', '△08:52 蒋寨', '—', '', "'=1", '1=1'])(
    'leaves %j as it is',
    (text) => {
      expect(safeText(text)).toBe(text);
    },
  );
});
