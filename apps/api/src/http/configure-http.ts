import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { HttpTimings } from '../metrics/http-timings.js';
import { serveOpenApi } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { requestValidation } from './request-validation.js';

/** Larger bodies are files, and come as multipart with limits of their own. */
const BODY_LIMIT = '1mb';

/**
 * Everything HTTP that is the same for all routes. Call it once, before `app.listen` or `app.init`.
 * Create the application with `bodyParser: false`: clocks post to `/iclock` with content types
 * that the default parsers would swallow.
 */
export function configureHttp(app: NestExpressApplication): void {
  app.setGlobalPrefix('api', { exclude: ['iclock', 'iclock/*path'] });
  // Whoever sets X-Forwarded-For could otherwise choose the address that sign-ins are counted by.
  app.set('trust proxy', false);
  app.disable('x-powered-by');
  const timings = app.get(HttpTimings, { strict: false });
  app.use((request: Request, response: Response, next: NextFunction) => {
    timings.measure(request, response, next);
  });
  app.use(securityHeaders());
  app.use('/api', forbidStoring);
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useGlobalPipes(requestValidation());
  app.useGlobalFilters(new ProblemFilter());
  serveOpenApi(app);
}

function securityHeaders(): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        // The OpenAPI page sets styles in its markup.
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
    // Most township offices have plain HTTP on their own network: what stands before us decides on TLS.
    strictTransportSecurity: false,
  });
}

/** Tokens and personal data have no business in a cache. */
function forbidStoring(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}
