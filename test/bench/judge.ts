import { JudgedTown, type Judging, type TownSize } from './judge-town.js';
import type { Row } from './row.js';

const TOWN: TownSize = { cadres: 47, clocks: 16, weeks: 52 };
const COUNTY: TownSize = { cadres: 50_000, clocks: 300, weeks: 1 };
const MOST_TOWN_MS = 1_000;
const MOST_COUNTY_MS = 20_000;
const MOST_COUNTY_MB = 400;

/** What judging takes: facts loaded, judged, days and assessments stored. Each town in a process of its own. */
export async function judge(): Promise<Row[]> {
  const town = await judged(TOWN, 3);
  const county = await judged(COUNTY, 2);
  const megabytes = county.rssBytes / 1024 / 1024;
  return [
    {
      what: 'judge 47 cadres × 52 weeks from the database, best of 3',
      target: `< ${MOST_TOWN_MS} ms`,
      measured: `${Math.round(town.ms)} ms`,
      pass: town.ms < MOST_TOWN_MS,
    },
    {
      what: 'judge 50,000 cadres × 1 week, best of 2',
      target: `< ${MOST_COUNTY_MS} ms`,
      measured: `${Math.round(county.ms)} ms`,
      pass: county.ms < MOST_COUNTY_MS,
    },
    {
      what: 'the same, memory of the whole process',
      target: `< ${MOST_COUNTY_MB} MB`,
      measured: `${megabytes.toFixed(0)} MB`,
      pass: megabytes < MOST_COUNTY_MB,
    },
  ];
}

async function judged(size: TownSize, rounds: number): Promise<Judging> {
  const town = await JudgedTown.open(size);
  try {
    return await town.judgeAll(rounds);
  } finally {
    await town.close();
  }
}
