import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { problemOf, sendProblem } from './problem.js';

/** Answers every error of the process as `application/problem+json`, and logs what is our own fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = problemOf(error);
    if (problem.status >= 500) this.log(error, problem.status, `${request.method} ${request.path}`);
    if (response.headersSent) {
      // A download broke off half-way: an orderly end would make the part look like the whole.
      response.destroy();
      return;
    }
    sendProblem(response, problem);
  }

  /** Failures of others (a clock, a database that is away) take a line, our own take a stack. */
  private log(error: unknown, status: number, route: string): void {
    const message = error instanceof Error ? error.message : String(error);
    if (status !== 500) {
      this.logger.warn(`${route}: ${message}`);
      return;
    }
    this.logger.error(`${route}: ${message}`, stackOf(error));
  }
}

function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const cause = stackOf(error.cause);
  return cause === undefined ? error.stack : `${error.stack}\ncaused by ${cause}`;
}
