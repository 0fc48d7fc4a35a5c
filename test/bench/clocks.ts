import { ZkDriver, type KnownLog } from '@cunqin/clock-protocol';
import { decodeAlone } from './decode-alone.js';
import { ClockProcess, readByPeer, readOurs, type Measured, type Peer } from './processes.js';
import type { Row } from './row.js';

const LOG = 100_000;
const LARGE_LOG = 500_000;
const NEW = 10;

/** Milliseconds between packets: npm's clients survive 2 on a quiet machine and are given more on a busy one. */
const PEER_GAPS_MS = [2, 4, 8, 16] as const;
const PEERS: readonly Peer[] = ['node-zklib', 'zkteco-js'];

const FASTER = 5;
const FEWER_LOG_BYTES = 200;
const RECORDS_PER_SECOND = 2_000_000;

/** The rate at 2,000,000 records, of that at 100,000: below, time grows faster than the log. */
const LINEAR = 0.7;
const MOST_MEMORY_MB = 120;

/** The decoder alone, whole logs against npm's clients, tail reads, memory. */
export async function clocks(): Promise<Row[]> {
  return [...decoder(), ...(await againstPeers()), await tailRead(), await memory()];
}

function decoder(): Row[] {
  decodeAlone(LOG);
  const rates = [LOG, 1_000_000, 2_000_000].map((records) => ({ records, rate: decodeAlone(records) }));
  const first = rates[0]?.rate ?? Number.NaN;
  const last = rates.at(-1)?.rate ?? Number.NaN;
  return [
    ...rates.map(({ records, rate }) => ({
      what: `decoder alone, ${records.toLocaleString('en')} records`,
      target: `> ${RECORDS_PER_SECOND.toLocaleString('en')} records/s`,
      measured: `${Math.round(rate).toLocaleString('en')} records/s`,
      pass: rate > RECORDS_PER_SECOND,
    })),
    {
      what: 'decoder alone, rate at 2,000,000 against 100,000',
      target: `≥ ${LINEAR} (linear)`,
      measured: (last / first).toFixed(2),
      pass: last / first >= LINEAR,
    },
  ];
}

async function againstPeers(): Promise<Row[]> {
  const fast = await withClock(LOG, 0, (port) => readOurs(port, LOG));
  const rows: Row[] = [];
  for (const peer of PEERS) rows.push(...(await againstPeer(peer, fast)));
  return rows;
}

/** Compares with a peer at the fastest pace it survives, which is part of what is printed. */
async function againstPeer(peer: Peer, fast: Measured): Promise<Row[]> {
  for (const gapMs of PEER_GAPS_MS) {
    const paced = await withClock(LOG, gapMs, async (port) => {
      const theirs = await readByPeer(peer, port, LOG);
      return theirs === null ? null : { theirs, ours: await readOurs(port, LOG) };
    });
    if (paced === null) continue;
    const { theirs, ours } = paced;
    return [
      {
        what: `100,000 records back to back, against ${peer} at ${gapMs} ms`,
        target: `≥ ${FASTER} times faster`,
        measured: times(theirs, fast),
        pass: theirs.ms / fast.ms >= FASTER,
      },
      {
        what: `100,000 records at ${gapMs} ms, against ${peer} at ${gapMs} ms`,
        target: 'no slower',
        measured: times(theirs, ours),
        pass: ours.ms <= theirs.ms,
      },
    ];
  }
  const target = 'a complete read to compare with';
  return [{ what: `100,000 records, against ${peer}`, target, measured: 'none at any pace', pass: false }];
}

function times(theirs: Measured, ours: Measured): string {
  return `${(theirs.ms / ours.ms).toFixed(1)} times (${Math.round(theirs.ms)} ms / ${Math.round(ours.ms)} ms)`;
}

async function tailRead(): Promise<Row> {
  const clock = await ClockProcess.start(LOG, 0);
  try {
    const driver = new ZkDriver({ transport: 'tcp' });
    const target = { host: '127.0.0.1', port: clock.port };
    const read = async (known: KnownLog | null): ReturnType<ZkDriver['read']> =>
      driver.read(target, () => undefined, { known });
    const full = await read(null);
    await clock.add(NEW);
    const tail = await read(full.known);
    if (tail.mode !== 'tail' || tail.decoded !== NEW)
      throw new Error(`${tail.mode} of ${tail.decoded} is no tail read`);
    const ratio = full.logBytes / tail.logBytes;
    return {
      what: `tail read of ${NEW} new in 100,000, log bytes`,
      target: `≥ ${FEWER_LOG_BYTES} times fewer`,
      measured: `${Math.round(ratio)} times (${full.logBytes} / ${tail.logBytes} bytes)`,
      pass: ratio >= FEWER_LOG_BYTES,
    };
  } finally {
    clock.stop();
  }
}

async function memory(): Promise<Row> {
  const { memoryBytes } = await withClock(LARGE_LOG, 0, (port) => readOurs(port, LARGE_LOG));
  const megabytes = memoryBytes / 1024 / 1024;
  return {
    what: '500,000 records, peak memory above idle',
    target: `< ${MOST_MEMORY_MB} MB`,
    measured: `${megabytes.toFixed(0)} MB`,
    pass: megabytes < MOST_MEMORY_MB,
  };
}

async function withClock<T>(punches: number, gapMs: number, work: (port: number) => Promise<T>): Promise<T> {
  const clock = await ClockProcess.start(punches, gapMs);
  try {
    return await work(clock.port);
  } finally {
    clock.stop();
  }
}
