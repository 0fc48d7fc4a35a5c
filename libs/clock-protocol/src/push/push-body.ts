import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';

const inflate = promisify(gunzip);

/** Why a body cannot be used. */
export type PushBodyFault = 'TOO_LARGE' | 'NOT_GZIP';

/** A body that is refused whole; the clock keeps its punches. */
export class PushBodyError extends Error {
  override readonly name = 'PushBodyError';

  constructor(
    readonly fault: PushBodyFault,
    options?: ErrorOptions,
  ) {
    super(fault === 'TOO_LARGE' ? 'the body is too large' : 'the compressed body is damaged', options);
  }
}

/**
 * The body as it was before it was compressed; gzip is known by its first bytes, because firmware does
 * not always say so. Never makes more than `limit` bytes, however small the body is.
 *
 * @throws PushBodyError
 */
export async function unpackBody(body: Uint8Array, limit: number): Promise<Uint8Array> {
  if (body.length > limit) throw new PushBodyError('TOO_LARGE');
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return await inflate(body, { maxOutputLength: limit });
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    throw new PushBodyError(code === 'ERR_BUFFER_TOO_LARGE' ? 'TOO_LARGE' : 'NOT_GZIP', { cause: failure });
  }
}
