import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { startApi, type StartedApi } from './testing/start-api.js';

let api: StartedApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

interface Operation {
  readonly responses: Record<string, unknown>;
}
interface Description {
  readonly info: Record<string, unknown>;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown>; readonly securitySchemes: unknown };
}

describe('GET /api/openapi.json', () => {
  let description: Description;
  beforeAll(async () => {
    description = (await api.http().get('/api/openapi.json').expect(200)).body as Description;
  });

  it('carries title, licence and the version of the package', async () => {
    const product = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(description.info).toMatchObject({
      title: '村勤 cunqin',
      version: product.version,
      license: { name: 'Apache-2.0' },
    });
  });

  it('lists the routes of this part with their prefix', () => {
    expect(Object.keys(description.paths).sort()).toEqual(
      expect.arrayContaining([
        '/api/audit',
        '/api/auth/login',
        '/api/auth/password',
        '/api/auth/tokens',
        '/api/health/live',
        '/api/health/ready',
        '/api/users',
      ]),
    );
  });

  it('describes bearer tokens, and a problem for every route', () => {
    expect(description.components.securitySchemes).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
    });
    expect(description.components.schemas).toHaveProperty('ProblemAnswer');
    for (const operation of Object.values(description.paths).flatMap((path) => Object.values(path))) {
      expect(operation.responses).toHaveProperty('default');
    }
  });
});

describe('GET /api/docs', () => {
  it('needs nothing from another address, and nothing its own policy forbids', async () => {
    const page = await api.http().get('/api/docs').expect(200);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    const sources = [...page.text.matchAll(/<(?:script|link)\b[^>]*(?:src|href)=["']([^"']+)/g)].map(
      ([, source]) => source ?? '',
    );
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      const { host, pathname } = new URL(source, 'http://here/api/docs');
      expect(host).toBe('here');
      await api.http().get(pathname).expect(200);
    }
    const inlineScripts = [...page.text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)].filter(
      ([, attributes, code]) => !attributes?.includes('src=') && code?.trim() !== '',
    );
    expect(inlineScripts).toEqual([]);
  });
});

describe('every answer', () => {
  it('forbids framing and sniffing and does not name the framework', async () => {
    const { headers } = await api.http().get('/api/health/live');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('works over plain HTTP: no header sends the browser to HTTPS', async () => {
    const { headers } = await api.http().get('/api/docs');
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });
});
