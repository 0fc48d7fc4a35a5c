import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { Request } from 'express';

/** A body that is longer than it may be; the rest of it is not read. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * The body as it came; never holds more than `limit` bytes.
 *
 * @throws BodyTooLarge
 * @throws UnsupportedMediaTypeException for JSON, which has been read before it comes here: no clock speaks it
 */
export async function readBody(request: Request, limit: number): Promise<Buffer> {
  if (request.body !== undefined) throw new UnsupportedMediaTypeException();
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
