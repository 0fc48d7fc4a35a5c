import { deductionFiles } from '../../libs/bulletins/src/deduction-files.js';
import {
  buildMonthlyBulletin,
  DEFAULT_RECIPIENTS,
} from '../../libs/bulletins/src/domain/monthly-bulletin.js';
import { buildPublicNotice } from '../../libs/bulletins/src/domain/public-notice.js';
import { renderBulletinWorkbook } from '../../libs/bulletins/src/excel/monthly-bulletin.workbook.js';
import { aChargedCadre, anIssuedMonth } from '../../libs/bulletins/src/testing/month.factory.js';
import { renderBulletinDocument } from '../../libs/bulletins/src/word/monthly-bulletin.document.js';
import { renderNoticeDocument } from '../../libs/bulletins/src/word/public-notice.document.js';
import { chargedBatch } from './charged-batch.js';
import { peakMemory } from './peak-memory.mjs';

/**
 * Prints the papers of a month with so many charged, and the deduction files of a month with so many more; says how
 * long it took and what the process grew to.
 */
const charged = Array.from({ length: Number(process.argv[2]) }, (_, n) =>
  aChargedCadre({
    line: n + 1,
    cadreCode: `C${n + 1}`,
    name: `干部${n + 1}`,
    weeks: ['2026-W41', '2026-W43'],
  }),
);
const month = anIssuedMonth({ charged });
const batch = chargedBatch(Number(process.argv[3]));
const started = performance.now();
const cpu = process.cpuUsage();
const bulletin = buildMonthlyBulletin(month, {
  timeZone: 'Asia/Shanghai',
  reviewDays: 30,
  ...DEFAULT_RECIPIENTS,
});
await renderBulletinDocument(bulletin);
await renderBulletinWorkbook(bulletin);
await renderNoticeDocument(buildPublicNotice(month, { reviewDays: 30 }));
await deductionFiles(batch);
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
process.send?.({ ms, cpuMs: (user + system) / 1000, bytes: peakMemory() });
process.disconnect();
