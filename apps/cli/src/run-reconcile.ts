import { ReconcileService, type Reconciliation, SettlementModule } from '@cunqin/settlement';
import { withBooks } from './books.js';
import { EXIT, type CliIo } from './cli-io.js';
import { onDatabase } from './database-command.js';

const PARTS = {
  report: '报告',
  lines: '周明细',
  cadres: '人员明细',
  adjustments: '更正明细',
  ceiling: '封顶',
} as const;

/** Judges every issued week again and holds the books against it. */
export async function runReconcile(io: CliIo): Promise<number> {
  return onDatabase(io, async (databaseUrl, config) => {
    const found = await withBooks(SettlementModule, { databaseUrl, config }, (books) =>
      books.get(ReconcileService, { strict: false }).reconcile({ fromFacts: true }),
    );
    print(io, found);
    return found.ok ? EXIT.good : EXIT.bad;
  });
}

function print(io: CliIo, found: Reconciliation): void {
  for (const { month, part } of found.frozen) {
    io.out(`SETTLEMENT.FROZEN_CHANGED: ${month} 已印发的${PARTS[part]}被改动\n`);
  }
  for (const row of found.differences) {
    io.out(
      `SETTLEMENT.SUMS_DIFFER: ${row.month} ${row.cadreCode} 已扣${yuan(row.chargedFen)}元，` +
        `已更正${yuan(row.adjustedFen)}元，待更正${yuan(row.pendingFen)}元，重算${yuan(row.recomputedFen)}元\n`,
    );
  }
  for (const row of found.pending) {
    io.out(`${row.month} ${row.cadreCode} 下期更正${yuan(row.pendingFen)}元\n`);
  }
  io.out(
    `${found.months} 个月，已扣${yuan(found.chargedFen)}元，已更正${yuan(found.adjustedFen)}元，` +
      `待更正${yuan(found.pendingFen)}元，重算${yuan(found.recomputedFen)}元，${found.ok ? '相符' : '不符'}\n`,
  );
}

function yuan(fen: number): string {
  return (fen / 100).toFixed(fen % 100 === 0 ? 0 : 2);
}
