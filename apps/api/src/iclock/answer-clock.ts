import type { Response } from 'express';

/** Answers a clock: plain text and no header it has no use for, firmware reads them into small buffers. */
export function answerClock(response: Response, status: number, text: string): void {
  for (const name of response.getHeaderNames()) {
    if (name !== 'date' && name !== 'connection') response.removeHeader(name);
  }
  const body = Buffer.from(text, 'utf8');
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain');
  response.setHeader('Content-Length', body.length);
  response.end(body);
}
