import { describe, expect, it } from '@jest/globals';
import type { SettledMonth } from '@cunqin/settlement';
import type { TownFigures } from '../town-figures.js';
import { renderTownPage } from './render-town-page.js';

const month: Partial<SettledMonth> = {
  month: '2026-10',
  docNo: '官办发〔2026〕11号',
  weeks: ['2026-W43'],
  charged: [],
  closing: {
    summary: '2026-11-02',
    checkUntil: '2026-11-04',
    noticeFrom: '2026-11-05',
    noticeUntil: '2026-11-11',
    approval: '2026-11-12',
    issue: '2026-11-13',
  },
  approved: { by: 'leader', name: '<b>周正明</b>', at: '2026-11-12T02:00:00Z' },
  verificationCode: 'C9A9-ASK9-DE7H',
};

describe('the demo’s page', () => {
  it('shows names as text, whatever they hold', () => {
    const figures = {
      villages: [],
      cadres: [{ code: 'C001', name: '<script>alert(1)</script>', weeks: [null] }],
      charges: [{ week: '2026-W34', code: 'C001', name: '"甲" & \'乙\'', sentence: '1 < 2' }],
      ledger: { punches: 0, ok: true },
      month: {
        ...month,
        totals: { persons: 0, misses: 0, netFen: 0 },
        yearToDate: { persons: 0, occurrences: 0, amountFen: 0 },
      } as SettledMonth,
      booksAgree: true,
    } satisfies TownFigures;
    const html = renderTownPage({ townshipName: '示范镇', weeks: ['2026-W43'], figures });
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('&lt;b&gt;周正明&lt;/b&gt;批准');
    expect(html).toContain('&quot;甲&quot; &amp; &#39;乙&#39;');
    expect(html).toContain('1 &lt; 2');
    expect(html).not.toContain('<script');
  });
});
