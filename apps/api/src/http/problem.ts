import { ClockProtocolError, clockErrorText } from '@cunqin/clock-protocol';
import { CodedError, type CodedReason, type FieldFault } from '@cunqin/platform';
import { HttpException } from '@nestjs/common';
import type { Response } from 'express';
import { QueryFailedError } from 'typeorm';

/** The body of every refusal and failure, RFC 9457. */
export interface Problem {
  /** A name for the kind of problem; nothing needs to answer there. */
  readonly type: string;
  /** Chinese, for people. */
  readonly title: string;
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  /** English, for whoever looks for the cause. */
  readonly detail?: string;
  readonly fields?: readonly FieldFault[];
  /** Everything that stands in the way, at once. */
  readonly reasons?: readonly CodedReason[];
}

interface Refusal {
  readonly code: string;
  readonly title: string;
}

const INVALID: Refusal = { code: 'REQUEST.INVALID', title: '请求有误' };

const refusals: Readonly<Record<number, Refusal>> = {
  400: INVALID,
  401: { code: 'AUTH.REQUIRED', title: '请先登录' },
  403: { code: 'AUTH.FORBIDDEN', title: '没有权限进行此操作' },
  404: { code: 'REQUEST.NOT_FOUND', title: '没有找到' },
  405: { code: 'REQUEST.METHOD_NOT_ALLOWED', title: '不支持这种请求方式' },
  406: { code: 'REQUEST.NOT_ACCEPTABLE', title: '无法以所要的格式应答' },
  408: { code: 'REQUEST.TIMEOUT', title: '请求超时' },
  409: { code: 'REQUEST.CONFLICT', title: '与现有数据冲突' },
  413: { code: 'REQUEST.TOO_LARGE', title: '内容过大' },
  415: { code: 'REQUEST.UNSUPPORTED_TYPE', title: '不支持这种内容格式' },
  429: { code: 'REQUEST.TOO_MANY', title: '请求过于频繁，请稍后再试' },
};

/** What the database says of text that it cannot hold, such as a NUL character. */
const UNSTORABLE_TEXT = new Set(['22021', '22P05']);

/**
 * Words any error for the one who asked. What is not known as an answer becomes `INTERNAL` and says
 * nothing of the inside.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof CodedError) {
    return problem(error.status, error, {
      ...(error.message === error.title ? {} : { detail: error.message }),
      ...(error.fields.length === 0 ? {} : { fields: error.fields }),
      ...(error.reasons.length === 0 ? {} : { reasons: error.reasons }),
    });
  }
  if (isClockError(error)) {
    const title = error instanceof ClockProtocolError ? clockErrorText(error.code) : '打卡机没有正确应答';
    return problem(502, { code: error.code, title }, { detail: error.message });
  }
  if (error instanceof HttpException && error.getStatus() < 500) return problemOfHttp(error);
  if (error instanceof QueryFailedError && UNSTORABLE_TEXT.has(postgresCode(error))) {
    return problem(400, INVALID, { detail: 'the text has a character that cannot be stored' });
  }
  return problem(500, { code: 'INTERNAL', title: '系统内部错误，请联系管理员' });
}

function problemOfHttp(error: HttpException): Problem {
  const status = error.getStatus();
  if (status === 400 && error.cause instanceof SyntaxError) {
    return problem(400, { code: 'REQUEST.NOT_JSON', title: '请求内容不是有效的 JSON' });
  }
  const refusal = refusals[status] ?? { code: 'REQUEST.REFUSED', title: '请求被拒绝' };
  return problem(status, refusal, { detail: error.message });
}

/** Errors of the wire carry a code but know nothing of HTTP. */
function isClockError(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return typeof error.code === 'string' && error.code.startsWith('CLOCK.');
}

function postgresCode(error: { readonly driverError: unknown }): string {
  const { code } = error.driverError as { code?: string };
  return code ?? '';
}

function problem(
  status: number,
  { code, title }: Refusal,
  more: Pick<Problem, 'detail' | 'fields' | 'reasons'> = {},
): Problem {
  return { type: `urn:cunqin:problem:${code}`, title, status, code, ...more };
}

/** Answers with a problem; a missing or bad token is told which kind of token is meant. */
export function sendProblem(response: Response, problem: Problem): void {
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
