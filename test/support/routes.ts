import type { Town } from './town.js';

export type Method = 'get' | 'post' | 'put' | 'delete' | 'patch';

/** A route of the OpenAPI description with its parameters filled in by values that could exist. */
export interface Route {
  readonly method: Method;
  /** Below `/api/`. */
  readonly path: string;
  /** As described: `POST /api/clocks/{id}/poll`. */
  readonly name: string;
}

const VALUES: Readonly<Record<string, string>> = {
  week: '2026-W43',
  month: '2026-10',
  cadreCode: 'C001',
  code: 'C001',
  username: 'admin',
  name: 'summary.xlsx',
};

/** Every route that the running program describes. */
export async function routesOf(town: Town): Promise<Route[]> {
  const { body } = await town.api.http().get('/api/openapi.json').expect(200);
  const { paths } = body as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => ({
      method: method as Method,
      path: path.replace(/^\/api\//, '').replace(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? '1'),
      name: `${method.toUpperCase()} ${path}`,
    })),
  );
}
