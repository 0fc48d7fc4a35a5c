import { defaultPolicy, type Policy } from '@cunqin/assessment';

/** The default reading of the rule. */
export function aPolicy(change: Partial<Policy> = {}): Policy {
  return { ...defaultPolicy, ...change };
}
