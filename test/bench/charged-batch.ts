import { Temporal } from 'temporal-polyfill';
import type { BatchInput } from '../../libs/bulletins/src/deduction-files.js';
import { DEFAULT_MAPPING } from '../../libs/bulletins/src/domain/deductions/payroll-mapping.js';
import { aBatch } from '../../libs/bulletins/src/testing/deductions.fixture.js';
import { aChargedCadre } from '../../libs/bulletins/src/testing/month.factory.js';

/** What the deduction files of a month are made from in which so many cadres are charged. */
export function chargedBatch(people: number): BatchInput {
  const charged = Array.from({ length: people }, (_, n) =>
    aChargedCadre({ line: n + 1, cadreCode: `C${String(n).padStart(6, '0')}`, name: `干部${n}` }),
  );
  const batch = aBatch({ charged });
  return {
    batch,
    mapping: DEFAULT_MAPPING,
    mappingVersion: 0,
    personCodes: new Map(batch.lines.map(({ cadreCode }) => [cadreCode, cadreCode])),
    date: Temporal.PlainDate.from('2026-11-13'),
    prefix: 'deductions',
  };
}
