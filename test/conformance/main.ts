import { readFile, writeFile } from 'node:fs/promises';
import { isGoodCell, situationTable, summaryTable } from './markdown.js';
import { ourCells, peerCells, playAll } from './play.js';
import { SITUATIONS } from './situations.js';

/**
 * `npm run conformance [-- --write docs/conformance.md]`: plays every situation with every client and prints the table; with `--write`
 * it also replaces what stands between the marks in that file. Status 1 when ours is not good in every cell.
 */
const BEGIN = '<!-- conformance: npm run conformance -- --write docs/conformance.md -->';
const END = '<!-- /conformance -->';

/** The packages of npm live on pauses between packets: their processes must not wait for a processor. */
const PEERS_AT_ONCE = 2;
const OURS_AT_ONCE = 4;

const ours = await playAll(ourCells(SITUATIONS), OURS_AT_ONCE);
const peers = await playAll(peerCells(SITUATIONS), PEERS_AT_ONCE);
const cells = [...ours, ...peers];
const text = `${summaryTable(cells)}\n${situationTable(cells)}`;
process.stdout.write(`${text}\n`);

const [flag, file] = process.argv.slice(2);
if (flag === '--write' && file !== undefined) await writeBetweenMarks(file, text);

const bad = ours.filter((cell) => !isGoodCell(cell));
for (const { situation, client, outcome, given } of bad) {
  process.stderr.write(
    `${client.name}, ${situation.name}: ${outcome} ${JSON.stringify(given).slice(0, 300)}\n`,
  );
}
process.stdout.write(
  `conformance: ${SITUATIONS.length} situations, ours good in ${ours.length - bad.length} of ${ours.length} cells, ` +
    `npm's clients in ${peers.filter(isGoodCell).length} of ${peers.length}\n`,
);
// What the packages' processes left behind must not keep this one.
process.exit(bad.length === 0 ? 0 : 1);

async function writeBetweenMarks(path: string, table: string): Promise<void> {
  const page = await readFile(path, 'utf8');
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`${path} has no marks ${BEGIN} … ${END}`);
  await writeFile(path, `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n${page.slice(end)}`);
}
