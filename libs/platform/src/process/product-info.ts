import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const shape = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
});

/** What `package.json` says of the product. */
export type ProductInfo = z.infer<typeof shape>;

/** Reads the nearest `package.json` above this file: its depth differs between source and build. */
export function readProductInfo(): ProductInfo {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) throw new Error('no package.json lies above the program');
    folder = dirname(folder);
  }
  return shape.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}
