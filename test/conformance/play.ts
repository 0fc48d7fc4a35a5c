import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { EmulatedClock, plausiblePunches } from '@cunqin/clock-protocol';
import { judge, punchText, type Given, type Outcome } from './outcome.js';
import { readOurs } from './read-ours.js';
import { readPeer, type Peer } from './read-peer.js';
import { morePunches, type Situation } from './situations.js';

/** A reader of clocks, and the way it takes. */
export interface Client {
  readonly name: string;
  readonly medium: 'tcp' | 'udp';
  readonly peer: Peer | null;
}

const OURS: readonly Client[] = [
  { name: 'zk-tcp', medium: 'tcp', peer: null },
  { name: 'zk-udp', medium: 'udp', peer: null },
];

/** npm's clients take TCP; what only exists on UDP they read over UDP. */
const PEERS: readonly Peer[] = ['node-zklib', 'zkteco-js'];

export interface Cell {
  readonly situation: Situation;
  readonly client: Client;
  readonly outcome: Outcome;
  readonly given: Given;
}

/** What every client can live with. */
const PACKET_GAP_MS = 10;
const PUNCHES = 2_000;
const HOST = '127.0.0.1';

const SEED = 1;

/** CONNECT with session 0 and reply id 0, and its frame on TCP. */
const CONNECT = Buffer.from('e80317fc00000000', 'hex');
const CONNECT_FRAME = Buffer.from('5050827d08000000', 'hex');

/** Plays one situation against one client. */
async function play(situation: Situation, client: Client): Promise<Cell> {
  const memory = plausiblePunches({ punches: situation.punches ?? PUNCHES, users: 20, seed: 3 });
  const clock = new EmulatedClock({
    ...memory,
    profile: situation.profile,
    seed: SEED,
    packetGapMs: client.peer === null ? 1 : PACKET_GAP_MS,
  });
  const { port } = await clock.listen({
    host: HOST,
    port: 0,
    tcp: client.medium === 'tcp',
    udp: client.medium === 'udp',
  });
  const leave = situation.occupied === true ? await occupy(port, client.medium) : null;
  try {
    const { again, commKey } = situation;
    const between = again === undefined ? null : (): void => clock.addPunches(morePunches(again.more));
    const target = { host: HOST, port, ...(commKey !== undefined && { commKey }) };
    const given =
      client.peer === null
        ? await readOurs(client.medium, target, between)
        : await readPeer(client.peer, client.medium, target, between);
    const truth = clock.punches.map(({ number, clockTime }) => punchText(number, clockTime));
    return { situation, client, outcome: judge(given, truth), given };
  } finally {
    leave?.();
    await clock.close();
  }
}

/** Another client connects and stays. @returns how to make it leave */
function occupy(port: number, medium: 'tcp' | 'udp'): Promise<() => void> {
  return new Promise((resolve) => {
    if (medium === 'tcp') {
      const socket = connect(port, HOST, () => socket.write(Buffer.concat([CONNECT_FRAME, CONNECT])));
      socket.once('data', () => resolve(() => socket.destroy()));
    } else {
      const socket = createSocket('udp4');
      socket.once('message', () => resolve(() => socket.close()));
      socket.send(CONNECT, port, HOST);
    }
  });
}

/** Plays all cells, a few at a time, in the order given. */
export async function playAll(
  cells: readonly (readonly [Situation, Client])[],
  atOnce: number,
): Promise<Cell[]> {
  const played: Cell[] = [];
  const waiting = [...cells.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, [situation, client]] = next;
      played[at] = await play(situation, client);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return played;
}

/** Every situation with each way of ours that it exists on. */
export function ourCells(situations: readonly Situation[]): [Situation, Client][] {
  return situations.flatMap((situation) =>
    OURS.filter(({ medium }) => (situation.media ?? ['tcp', 'udp']).includes(medium)).map(
      (client): [Situation, Client] => [situation, client],
    ),
  );
}

/** Every situation with each package of npm, over TCP where it exists on TCP. */
export function peerCells(situations: readonly Situation[]): [Situation, Client][] {
  return situations.flatMap((situation) => {
    const medium = (situation.media ?? ['tcp']).includes('tcp') ? 'tcp' : 'udp';
    return PEERS.map((peer): [Situation, Client] => [situation, { name: peer, medium, peer }]);
  });
}
