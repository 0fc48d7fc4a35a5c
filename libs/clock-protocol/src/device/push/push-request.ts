import { request } from 'node:http';
import { request as secureRequest } from 'node:https';

export interface PushAnswer {
  readonly status: number;
  readonly text: string;
  /** The `Date` header: clocks set themselves by it. */
  readonly date: string | null;
}

const LONGEST_ANSWER_BYTES = 1024 * 1024;

/**
 * One request of a clock to its server, on a connection of its own.
 * @throws Error when there is no answer within the time or it is too long
 */
export function pushRequest(
  url: URL,
  body: string | null,
  limits: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<PushAnswer> {
  const send = url.protocol === 'https:' ? secureRequest : request;
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      {
        method: body === null ? 'GET' : 'POST',
        agent: false,
        headers:
          body === null ? {} : { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) },
        timeout: limits.timeoutMs,
        ...(limits.signal !== undefined && { signal: limits.signal }),
      },
      (answer) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (part: Buffer) => {
          parts.push(part);
          bytes += part.length;
          if (bytes > LONGEST_ANSWER_BYTES) outgoing.destroy(new Error('the answer is too long'));
        });
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            text: Buffer.concat(parts).toString('utf8'),
            date: answer.headers.date ?? null,
          }),
        );
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer in ${limits.timeoutMs} ms`)));
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}
