import { readFile } from 'node:fs/promises';
import {
  AssessmentModule,
  type SimulatedChange,
  SimulateService,
  type Simulation,
  type SimulationTotals,
} from '@cunqin/assessment';
import { CodedError, sentenceOf } from '@cunqin/platform';
import { IsoWeek } from '@cunqin/work-calendar';
import { withBooks } from './books.js';
import { EXIT, isSystemError, type CliIo } from './cli-io.js';
import { onExistingDatabase } from './database-command.js';

/** How `cunqin simulate` was called. */
export interface SimulateArguments {
  readonly file: string;
  readonly from: string;
  readonly until: string;
  readonly json: boolean;
}

const TOTALS: readonly (readonly [string, keyof SimulationTotals])[] = [
  ['应考', 'cadreWeeks'],
  ['完成', 'met'],
  ['未完成', 'missed'],
  ['免考', 'exempt'],
  ['待定', 'undetermined'],
  ['人次', 'misses'],
  ['人', 'persons'],
];

/**
 * Tries a draft of the rule on past weeks, row by row as they are judged. @returns status 1 for a draft or a range
 * that is refused
 */
export async function runSimulate(
  io: CliIo,
  { file, from, until, json }: SimulateArguments,
): Promise<number> {
  const draft = await readDraft(io, file);
  if (draft === undefined) return EXIT.bad;
  return onExistingDatabase(io, async (databaseUrl, config) => {
    try {
      const range = { from: IsoWeek.parse(from), until: IsoWeek.parse(until) };
      const rows = json ? jsonRows(io) : textRows(io);
      const simulation = await withBooks(AssessmentModule, { databaseUrl, config }, (books) =>
        books.get(SimulateService, { strict: false }).simulate(draft, range, (change) => rows.add(change)),
      );
      rows.end(simulation);
      return EXIT.good;
    } catch (refusal) {
      if (!(refusal instanceof CodedError)) throw refusal;
      io.err(`${sentenceOf(refusal)}\n`);
      for (const { field, message } of refusal.fields) io.err(`${field}: ${message}\n`);
      return EXIT.bad;
    }
  });
}

async function readDraft(io: CliIo, file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (failure) {
    if (failure instanceof SyntaxError) io.err(`${file} 不是 JSON\n`);
    else if (isSystemError(failure)) io.err(`无法读取 ${file}\n`);
    else throw failure;
    return undefined;
  }
}

interface Rows {
  add(change: SimulatedChange): void;
  end(simulation: Simulation): void;
}

function textRows(io: CliIo): Rows {
  return {
    add: ({ week, cadreCode, name, why }) => io.out(`${week} ${cadreCode} ${name}：${why}\n`),
    end: ({ from, until, before, after, changes }) => {
      for (const [what, totals] of [
        ['现行', before],
        ['草案', after],
      ] as const) {
        const counts = TOTALS.map(([name, key]) => `${name}${totals[key]}`).join('，');
        io.out(
          `${what}：${counts}，应扣${totals.computedFen / 100}元，封顶后${totals.deductedFen / 100}元\n`,
        );
      }
      io.out(`${from} 至 ${until}，${changes} 条变化，未写入任何记录\n`);
    },
  };
}

/** One object, its rows written as they come: a county's year need not fit into memory. */
function jsonRows(io: CliIo): Rows {
  let written = 0;
  return {
    add: (change) => {
      io.out(`${written === 0 ? '{"rows":[\n' : ',\n'}${JSON.stringify(change)}`);
      written += 1;
    },
    end: (simulation) => {
      const rest = JSON.stringify(simulation).slice(1);
      io.out(`${written === 0 ? '{"rows":[' : '\n'}],${rest}\n`);
    },
  };
}
