import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { plausiblePunches } from '../plausible-punches.js';
import { EmulatedPushClock } from './emulated-push-clock.js';

const SERIAL = 'PUSH0001';
const { punches: PUNCHES } = plausiblePunches({ punches: 250, users: 10, seed: 2 });
const FIRST_LINE = lineOf(0);

interface Heard {
  readonly request: string;
  readonly body: string;
}

/** A server that follows a script: what it answers to the nth request of a kind, the last answer for ever. */
class ScriptedServer {
  readonly heard: Heard[] = [];
  readonly uploaded: string[] = [];
  private readonly server: Server;
  private readonly asked = new Map<string, number>();

  constructor(
    private readonly script: Partial<Record<'hello' | 'upload' | 'getrequest' | 'devicecmd', string[]>>,
    private readonly status: (kind: string, nth: number) => number = () => 200,
  ) {
    this.server = createServer((incoming, outgoing) => {
      let body = '';
      incoming.on('data', (part: Buffer) => (body += part.toString()));
      incoming.on('end', () => {
        const url = new URL(incoming.url ?? '/', 'http://server');
        const path = url.pathname.replace('/iclock/', '');
        const kind = path === 'cdata' ? (incoming.method === 'POST' ? 'upload' : 'hello') : path;
        const nth = this.asked.get(kind) ?? 0;
        this.asked.set(kind, nth + 1);
        this.heard.push({ request: `${kind} ${url.search}`, body });
        const status = this.status(kind, nth);
        const answers = this.script[kind as 'hello'] ?? ['OK'];
        const text = (answers[Math.min(nth, answers.length - 1)] ?? 'OK').replace(
          '<lines>',
          String(body.split('\n').length - 1),
        );
        if (kind === 'upload' && status === 200 && text.startsWith('OK: ')) {
          this.uploaded.push(...body.trimEnd().split('\n'));
        }
        outgoing.writeHead(status, {
          'content-type': 'text/plain',
          date: 'Tue, 20 Oct 2026 00:41:00 GMT',
        });
        outgoing.end(text);
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  requests(): string[] {
    return this.heard.map(({ request }) => request.split(' ')[0]!);
  }
}

function lineOf(at: number): string {
  const { number, clockTime, punchState, verifyMode, workCode } = PUNCHES[at]!;
  return [number, clockTime.replace('T', ' '), punchState, verifyMode, workCode, 0, 0].join('\t');
}

const hello = (stamp: number, more = ''): string =>
  `GET OPTION FROM: ${SERIAL}\nATTLOGStamp=${stamp}\nDelay=10\nErrorDelay=60\nTimeZone=8\n${more}`;

const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(
  ...script: ConstructorParameters<typeof ScriptedServer>
): Promise<{ server: ScriptedServer; clock: EmulatedPushClock }> {
  const server = new ScriptedServer(...script);
  servers.push(server);
  await server.listen();
  return {
    server,
    clock: new EmulatedPushClock({ serverUrl: server.url, serialNumber: SERIAL, punches: PUNCHES }),
  };
}

const WILLING = { hello: [hello(0)], upload: ['OK: <lines>'] };

describe('the emulated push clock', () => {
  it('says hello, uploads its log in batches with their stamp, then asks for commands', async () => {
    const { server, clock } = await start(WILLING);
    expect(await clock.visit()).toBe('delivered');
    expect(server.heard.map(({ request }) => request.slice(0, request.indexOf('&')))).toEqual([
      `hello ?SN=${SERIAL}`,
      ...Array.from({ length: 3 }, () => `upload ?SN=${SERIAL}`),
      `getrequest ?SN=${SERIAL}`,
    ]);
    expect(server.heard.slice(1, 4).map(({ request }) => /Stamp=(\d+)/.exec(request)?.[1])).toEqual([
      '100',
      '200',
      '250',
    ]);
    expect(server.uploaded).toEqual(PUNCHES.map((_punch, at) => lineOf(at)));
    expect(clock.delivered).toBe(250);
  });

  it('uploads nothing twice within one connection, and what is new at the next visit', async () => {
    const { server, clock } = await start(WILLING);
    await clock.visit();
    clock.addPunches([PUNCHES[0]!]);
    await clock.visit();
    expect(server.uploaded.slice(250)).toEqual([FIRST_LINE]);
    expect(server.requests().filter((kind) => kind === 'hello')).toHaveLength(1);
  });

  it('goes on behind the stamp the server states, after a restart too', async () => {
    const { server, clock } = await start({ ...WILLING, hello: [hello(240), hello(245)] });
    await clock.visit();
    expect(server.uploaded).toHaveLength(10);
    clock.restart();
    await clock.visit();
    expect(server.uploaded).toHaveLength(15);
  });

  it.each([
    ['a bare OK', 'OK'],
    ['fewer lines acknowledged', 'OK: 99'],
    ['something else', '<html>'],
  ])('repeats the same batch after %s', async (_what, answer) => {
    const { server, clock } = await start({ ...WILLING, upload: [answer, 'OK: <lines>'] });
    expect(await clock.visit()).toBe('unacknowledged');
    expect(clock.delivered).toBe(0);
    expect(await clock.visit()).toBe('delivered');
    const [first, second] = server.heard.filter(({ request }) => request.startsWith('upload'));
    expect(second!.body).toBe(first!.body);
  });

  it('keeps a batch the server answered with an error', async () => {
    const { server, clock } = await start(WILLING, (kind, nth) =>
      kind === 'upload' && nth === 1 ? 503 : 200,
    );
    expect(await clock.visit()).toBe('unacknowledged');
    expect(clock.delivered).toBe(100);
    expect(await clock.visit()).toBe('delivered');
    expect(server.uploaded).toHaveLength(250);
  });

  it('sends a period again when asked, and says that it did', async () => {
    const { clockTime } = PUNCHES[5]!;
    const period = clockTime.replace('T', ' ');
    const command = `C:7:DATA QUERY ATTLOG StartTime=${period}\tEndTime=${period}`;
    const { server, clock } = await start({ ...WILLING, getrequest: [command, 'OK'] });
    await clock.visit();
    expect(server.uploaded.slice(250)).toEqual([lineOf(5)]);
    expect(server.heard.at(-1)!.body).toBe('ID=7&Return=0&CMD=DATA\n');
  });

  it('does not report a period that was not acknowledged', async () => {
    const command = 'C:7:DATA QUERY ATTLOG StartTime=2000-01-01 00:00:00\tEndTime=2099-12-31 23:59:59';
    const upload = ['OK: <lines>', 'OK: <lines>', 'OK: <lines>', 'OK'];
    const { server, clock } = await start({ ...WILLING, upload, getrequest: [command] });
    expect(await clock.visit()).toBe('unacknowledged');
    expect(server.requests()).not.toContain('devicecmd');
  });

  it('counts a period when asked', async () => {
    const command = 'C:a1:VERIFY SUM ATTLOG StartTime=2000-01-01 00:00:00\tEndTime=2099-12-31 23:59:59';
    const { server, clock } = await start({ ...WILLING, getrequest: [command, 'OK'] });
    await clock.visit();
    expect(server.heard.at(-1)!.body).toBe('ID=a1&Return=0&CMD=VERIFY SUM&ATTLOGCount=250\n');
  });

  it('refuses a command it does not have', async () => {
    const { server, clock } = await start({ ...WILLING, getrequest: ['C:9:REBOOT', 'OK'] });
    await clock.visit();
    expect(server.heard.at(-1)!.body).toBe('ID=9&Return=-1002&CMD=\n');
  });

  it('uploads nothing to a server that does not know it', async () => {
    const { server, clock } = await start({ hello: ['OK'] });
    expect(await clock.visit()).toBe('refused');
    expect(server.requests()).toEqual(['hello']);
  });

  it('sets itself by the Date header and the time zone, in hours or in minutes', async () => {
    const { clock } = await start({ ...WILLING, hello: [hello(0), hello(0).replace('=8', '=330')] });
    await clock.visit();
    expect(clock.clockTime).toBe('2026-10-20T08:41:00');
    clock.restart();
    await clock.visit();
    expect(clock.clockTime).toBe('2026-10-20T06:11:00');
  });

  it('survives a server that is away', async () => {
    const clock = new EmulatedPushClock({ serverUrl: 'http://127.0.0.1:9', serialNumber: SERIAL });
    expect(await clock.visit()).toBe('unreachable');
  });

  it('runs until it is told to stop', async () => {
    const { server } = await start(WILLING);
    const ending = new AbortController();
    let answers = 0;
    const clock = new EmulatedPushClock({
      serverUrl: server.url,
      serialNumber: SERIAL,
      intervalMs: 1,
      onAnswer: () => {
        answers += 1;
        if (answers === 6) ending.abort();
      },
    });
    await clock.run(ending.signal);
    expect(server.requests().filter((kind) => kind === 'getrequest').length).toBeGreaterThan(3);
  });
});
