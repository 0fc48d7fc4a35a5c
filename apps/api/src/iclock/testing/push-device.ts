import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Town } from '../../../../../test/support/town.js';

/** What a clock hears. */
export interface Heard {
  readonly status: number;
  readonly type: string | undefined;
  readonly date: string | undefined;
  readonly headers: readonly string[];
  readonly text: string;
}

/** The HTTP client inside a clock, as plain as it is: no library that would mend what it sends. */
export class PushDevice {
  constructor(
    private readonly town: Town,
    readonly serialNumber: string,
    /** The address the clock speaks from, on loopback. */
    private readonly from = '127.0.0.1',
  ) {}

  get(path: string, query = ''): Promise<Heard> {
    return this.send('GET', path, query);
  }

  post(path: string, query: string, body: string | Uint8Array, type = 'text/plain'): Promise<Heard> {
    return this.send('POST', path, query, Buffer.from(body as string), { 'Content-Type': type });
  }

  attlog(lines: readonly string[], stamp = '1'): Promise<Heard> {
    return this.post('cdata', `table=ATTLOG&Stamp=${stamp}`, lines.map((line) => `${line}\n`).join(''));
  }

  operlog(lines: readonly string[], stamp = '1'): Promise<Heard> {
    return this.post('cdata', `table=OPERLOG&Stamp=${stamp}`, lines.map((line) => `${line}\n`).join(''));
  }

  /** The commands the server has for this clock. */
  async commands(): Promise<{ id: string; text: string }[]> {
    const { text } = await this.get('getrequest');
    return text
      .split('\n')
      .filter((line) => line.startsWith('C:'))
      .map((line) => ({ id: line.split(':')[1] ?? '', text: line.split(':').slice(2).join(':') }));
  }

  result(id: string, rest: string): Promise<Heard> {
    return this.post('devicecmd', '', `ID=${id}&${rest}\n`);
  }

  send(
    method: string,
    path: string,
    query: string,
    body?: Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<Heard> {
    const { port } = this.town.api.app.getHttpServer().address() as AddressInfo;
    const where = path.startsWith('/') ? path : `/iclock/${path}`;
    return new Promise((resolve, reject) => {
      const call = request(
        {
          host: '127.0.0.1',
          port,
          method,
          localAddress: this.from,
          path: `${where}?SN=${this.serialNumber}${query === '' ? '' : `&${query}`}`,
          headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': String(body.length) }) },
          agent: false,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers['content-type'],
              date: response.headers.date,
              headers: Object.keys(response.headers),
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  }
}

/** Registers a clock that pushes. @returns its id */
export async function registerPushClock(
  town: Town,
  serialNumber: string,
  fields: { readonly placedFrom?: string; readonly timezone?: string } = {},
): Promise<number> {
  const { id } = await town.ask<{ id: number }>('admin', 'post', 'clocks', {
    name: `上传 ${serialNumber}`,
    villageCode: 'V01',
    driver: 'push',
    serialNumber,
    placedFrom: '2026-10-01',
    ...fields,
  });
  return id;
}

/** Every table and column of text or bytes in which `needle` stands, whatever its case. */
export async function columnsWith(town: Town, needle: string): Promise<string[]> {
  const columns = await town.database.query<{ place: string; hit: string }[]>(
    `SELECT format('%I.%I', table_name, column_name) AS place,
            format('SELECT 1 FROM %I.%I WHERE position(lower($1::text) IN lower(%s)) > 0 LIMIT 1', table_schema, table_name,
              CASE WHEN data_type = 'bytea' THEN format('encode(%I, ''escape'')', column_name)
                   ELSE format('%I::text', column_name) END) AS hit
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema IN ('public', 'bullmq') AND table_type = 'BASE TABLE'
       AND (data_type IN ('text', 'bytea', 'jsonb', 'json', 'ARRAY', 'character varying'))`,
  );
  const found: string[] = [];
  for (const { place, hit } of columns) {
    if ((await town.database.query<unknown[]>(hit, [needle])).length > 0) found.push(place);
  }
  return found;
}
