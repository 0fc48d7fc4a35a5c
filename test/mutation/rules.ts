import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const libs = fileURLToPath(new URL('../../libs', import.meta.url));
const rules = ['assessment/src/domain', 'visit-days/src/domain', 'work-calendar/src'];

/**
 * Every example spec of the rulebook as one: a mutation run starts it once for each mutant, and what the specs
 * import is then loaded once, not once a file. Property specs are left out: they would take most of the time,
 * and what only they notice is a rule that no example states.
 */
for (const room of rules) {
  const files = readdirSync(join(libs, room), { recursive: true, encoding: 'utf8' });
  for (const file of files.sort()) {
    if (file.endsWith('.spec.ts') && !file.endsWith('.properties.spec.ts')) {
      await import(join(libs, room, file));
    }
  }
}
