import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Histogram, Registry } from 'prom-client';

const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** How long answers take, by route as it is written in the program: never by what stands in a path or a query. */
@Injectable()
export class HttpTimings {
  readonly registry = new Registry();
  private readonly durations = new Histogram({
    name: 'cunqin_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });

  /** For Express: to be used before every route. */
  measure(request: Request, response: Response, next: NextFunction): void {
    const begun = performance.now();
    response.once('finish', () => {
      const { method } = request;
      const labels = {
        method: METHODS.has(method) ? method : 'other',
        route: routeOf(request),
        status: String(response.statusCode),
      };
      this.durations.observe(labels, (performance.now() - begun) / 1000);
    });
    next();
  }
}

/** Paths that nobody declared count together: whoever invents them cannot fill the memory. */
function routeOf(request: Request): string {
  const { route } = request as { readonly route?: { readonly path?: unknown } };
  return typeof route?.path === 'string' ? route.path : 'none';
}
