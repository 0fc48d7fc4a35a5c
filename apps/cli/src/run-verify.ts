import { availableParallelism } from 'node:os';
import {
  AssessmentModule,
  type DerivedDifference,
  type DerivedVerification,
  VerifyDerivedService,
} from '@cunqin/assessment';
import { SystemTime } from '@cunqin/platform';
import { type LedgerVerification, sentencesOf, VerifyLedgerService } from '@cunqin/punch-ledger';
import { withBooks } from './books.js';
import { EXIT, type CliIo } from './cli-io.js';
import { onExistingDatabase, withConnection } from './database-command.js';

/** How `cunqin verify` was called. */
export interface VerifyArguments {
  /** Absent: all that this machine has. */
  readonly cores?: number;
  readonly resume: boolean;
  /** Visit days and assessments, too. */
  readonly derived: boolean;
  readonly json: boolean;
}

/**
 * Recomputes the whole ledger and names what was done to it; if asked, what is derived from it, too. @returns status 1 when
 * something is not as it must be
 */
export async function runVerify(io: CliIo, args: VerifyArguments): Promise<number> {
  const { cores = availableParallelism(), resume, derived, json } = args;
  return onExistingDatabase(io, async (databaseUrl, config) => {
    const say = json ? inJson(io) : inWords(io);
    const found = await withConnection(databaseUrl, (dataSource) =>
      VerifyLedgerService.on(dataSource, new SystemTime()).verify({ cores, resume }),
    );
    say.ledger(found);
    if (!derived) {
      say.end();
      return found.ok ? EXIT.good : EXIT.bad;
    }
    const compared = await withBooks(AssessmentModule, { databaseUrl, config }, (books) =>
      books.get(VerifyDerivedService, { strict: false }).verify((difference) => say.difference(difference)),
    );
    say.end(compared);
    return found.ok && compared.ok ? EXIT.good : EXIT.bad;
  });
}

interface Says {
  ledger(found: LedgerVerification): void;
  difference(difference: DerivedDifference): void;
  end(compared?: DerivedVerification): void;
}

function inWords(io: CliIo): Says {
  return {
    ledger: (found) => {
      for (const sentence of sentencesOf(found)) io.out(`LEDGER.CHAIN_BROKEN: ${sentence}\n`);
      io.out(
        `${found.clocks} 台打卡机，${found.punches} 条打卡，${found.entries} 条日志，账本${found.ok ? '完整' : '已被改动'}\n`,
      );
    },
    difference: (difference) => io.out(`DERIVED.DIFFERS: ${sentenceOf(difference)}\n`),
    end: (compared) => {
      if (compared === undefined) return;
      const { weeks, cadreWeeks, waiting, differences } = compared;
      const left = waiting === 0 ? '' : `，${waiting} 人周待重新判定，未比对`;
      io.out(
        `由账本重算 ${weeks} 周 ${cadreWeeks} 人周${left}，${differences === 0 ? '全部相符' : `${differences} 行不符`}\n`,
      );
    },
  };
}

/** One object, its rows written as they come. */
function inJson(io: CliIo): Says {
  let rows = '';
  return {
    ledger: (found) => io.out(JSON.stringify(found).slice(0, -1)),
    difference: (difference) => {
      io.out(`${rows === '' ? ',"derived":{"rows":[\n' : ',\n'}${JSON.stringify(difference)}`);
      rows = '\n]';
    },
    end: (compared) => {
      if (compared !== undefined) {
        io.out(`${rows === '' ? ',"derived":{"rows":[]' : rows},${JSON.stringify(compared).slice(1)}`);
      }
      io.out('}\n');
    },
  };
}

const TABLES = { visit_day: '下村记录', week_assessment: '周判定' } as const;

function sentenceOf({ table, cadreCode, of, kind, fields }: DerivedDifference): string {
  const row = `${TABLES[table]}(${table}) ${cadreCode} ${of}：`;
  switch (kind) {
    case 'missing':
      return `${row}缺少这一行(missing)`;
    case 'inserted':
      return `${row}重算没有这一行(inserted)`;
    case 'changed':
      return `${row}${fields.map(inField).join('，')}`;
  }
}

function inField({ name, stored, computed }: DerivedDifference['fields'][number]): string {
  return `${name} 为 ${JSON.stringify(stored)}，重算为 ${JSON.stringify(computed)}`;
}
