import { AuditService, type SignedIn } from '@cunqin/accounts';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { concatMap, type Observable } from 'rxjs';

/** Times that the office may state for paper that came in earlier: they are part of the trail. */
const STATED_TIMES = ['at', 'filedAt'] as const;

/** Accounts keep their own, fuller lines. */
const AUDITED_ELSEWHERE = /^\/api\/(users|auth)(\/|$)/;

/** Writes one line of the audit trail for every change that somebody signed in has made. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(private readonly audit: AuditService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request & { caller?: SignedIn }>();
    const { caller, method, path } = request;
    if (caller === undefined || method === 'GET' || method === 'HEAD' || AUDITED_ELSEWHERE.test(path)) {
      return next.handle();
    }
    const body = (request.body ?? {}) as Record<string, unknown>;
    const detail = Object.fromEntries(
      STATED_TIMES.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])),
    );
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        await this.audit.record(null, { actor: caller.username, action: method, subject: path, detail });
        return answer;
      }),
    );
  }
}
