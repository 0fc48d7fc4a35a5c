import { VerifyLedgerService } from '@cunqin/punch-ledger';
import { EXIT, type CliIo } from './cli-io.js';
import { onDatabase, withConnection } from './database-command.js';

/** Recomputes every chain and names the first broken punch of each. */
export async function runVerify(io: CliIo): Promise<number> {
  return onDatabase(io, async (url) => {
    const found = await withConnection(url, (dataSource) => new VerifyLedgerService(dataSource).verify());
    for (const { clockId, sequence } of found.broken) {
      io.out(`LEDGER.CHAIN_BROKEN: 打卡机 ${clockId} 的链条在第 ${sequence} 条断裂\n`);
    }
    if (found.sealBroken !== null) io.out(`LEDGER.SEAL_BROKEN: ${found.sealBroken} 的封印对不上\n`);
    io.out(`${found.clocks} 台打卡机，${found.punches} 条打卡，链条${found.ok ? '完整' : '断裂'}\n`);
    return found.ok ? EXIT.good : EXIT.bad;
  });
}
