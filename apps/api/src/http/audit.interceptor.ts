import { AuditService, type SignedIn } from '@cunqin/accounts';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { catchError, concatMap, from, type Observable } from 'rxjs';
import { problemOf } from './problem.js';

/** Times that the office may state for paper that came in earlier: they are part of the trail. */
const STATED_TIMES = ['at', 'filedAt'] as const;

/** Accounts keep their own, fuller lines, each in the transaction of what it speaks of. */
const CHANGED_ELSEWHERE = /^\/api\/(users|auth)(\/|$)/;

/** What can be read without learning anything about a person. Whatever is not named here is about people. */
const IMPERSONAL =
  /^\/api\/(villages|clocks|calendar|policies|metrics|ledger\/(seals|verification)|imports)(\/|$)/;

const LONGEST_SUBJECT = 500;

type SignedInRequest = Request & { caller?: SignedIn };

/**
 * Who did what, and who saw what. A change is written down before it is carried out, and how it ended after
 * that: a program that dies in between leaves a line without an end, never a change without a line. What is
 * about people is written down before it is answered: what cannot be written down is not shown.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  private readonly logger = new Logger(AuditInterceptor.name);

  constructor(private readonly audit: AuditService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<SignedInRequest>();
    const { caller, method, path } = request;
    if (caller === undefined) return next.handle();
    if (method === 'GET' || method === 'HEAD') {
      return IMPERSONAL.test(path) ? next.handle() : this.view(caller, request, next);
    }
    return CHANGED_ELSEWHERE.test(path)
      ? next.handle()
      : this.change(caller, request, http.getResponse<Response>(), next);
  }

  private view({ username }: SignedIn, request: SignedInRequest, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        await this.audit.record(null, {
          actor: username,
          action: answer instanceof StreamableFile ? 'export' : 'view',
          subject: request.originalUrl.slice(0, LONGEST_SUBJECT),
        });
        return answer;
      }),
    );
  }

  private change(
    { username }: SignedIn,
    { method, path, body }: SignedInRequest,
    response: Response,
    next: CallHandler,
  ): Observable<unknown> {
    const announced = this.audit.record(null, {
      actor: username,
      action: method,
      subject: path,
      detail: statedTimes(body),
    });
    return from(announced).pipe(
      concatMap((line) =>
        next.handle().pipe(
          concatMap(async (answer: unknown) => {
            await this.conclude(line, username, { status: response.statusCode });
            return answer;
          }),
          catchError(async (failure: unknown) => {
            const { status, code } = problemOf(failure);
            await this.conclude(line, username, { status, code });
            throw failure;
          }),
        ),
      ),
    );
  }

  /** What was done is done: that its end could not be written down does not make it a failure. */
  private async conclude(...end: Parameters<AuditService['conclude']>): Promise<void> {
    try {
      await this.audit.conclude(...end);
    } catch (failure) {
      this.logger.error(`the end of audit line ${end[0]} could not be written: ${String(failure)}`);
    }
  }
}

function statedTimes(body: unknown): Record<string, unknown> {
  const stated = (body ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    STATED_TIMES.flatMap((name) => (stated[name] === undefined ? [] : [[name, stated[name]]])),
  );
}
