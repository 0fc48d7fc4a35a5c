import { readProductInfo } from '@cunqin/platform';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, getSchemaPath, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ProblemAnswer } from './problem.dto.js';

const BEARER = 'bearer';
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Puts the description at `/api/openapi.json` and a page to try it at `/api/docs`, both without a network. */
export function serveOpenApi(app: NestExpressApplication): void {
  SwaggerModule.setup('docs', app, describeApi(app), {
    useGlobalPrefix: true,
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: '村勤 API',
    swaggerOptions: { persistAuthorization: false, validatorUrl: null },
  });
}

/** The description of every route, each with the problem it may answer. */
function describeApi(app: NestExpressApplication): OpenAPIObject {
  const product = readProductInfo();
  const config = new DocumentBuilder()
    .setTitle('村勤 cunqin')
    .setDescription(product.description)
    .setVersion(product.version)
    .setLicense(product.license, `https://spdx.org/licenses/${product.license}.html`)
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'POST /api/auth/login gives a token' },
      BEARER,
    )
    .addSecurityRequirements(BEARER)
    .build();
  return withProblems(SwaggerModule.createDocument(app, config, { extraModels: [ProblemAnswer] }));
}

function withProblems(document: OpenAPIObject): OpenAPIObject {
  const problem = {
    description: 'A refusal or a failure',
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemAnswer) } } },
  };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation !== undefined) operation.responses.default ??= problem;
    }
  }
  return document;
}
