import { PushBodyError } from '@cunqin/clock-protocol';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { answerClock } from './answer-clock.js';
import { BodyTooLarge } from './read-body.js';

/** Answers errors in the clocks' own language: a status that makes them keep their punches, and one word. */
@Catch()
export class IclockFilter implements ExceptionFilter {
  private readonly logger = new Logger('Iclock');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const status = statusOf(error);
    const message = error instanceof Error ? error.message : String(error);
    // Never the body, nor the query: whatever a clock sends by mistake stays out of the log.
    if (status >= 500) this.logger.error(`${request.method} ${request.path}: ${message}`);
    else this.logger.warn(`${request.method} ${request.path}: ${message}`);
    if (response.headersSent || response.destroyed) return;
    // What is left of a body that is too long is not waited for.
    if (status === 413) response.setHeader('Connection', 'close');
    answerClock(response, status, 'ERROR');
  }
}

function statusOf(error: unknown): number {
  if (error instanceof BodyTooLarge) return 413;
  if (error instanceof PushBodyError) return error.fault === 'TOO_LARGE' ? 413 : 400;
  return error instanceof HttpException ? error.getStatus() : 503;
}
