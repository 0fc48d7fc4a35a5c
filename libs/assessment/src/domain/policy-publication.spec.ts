import { describe, expect, it } from '@jest/globals';
import { parsePublication } from './policy-publication.js';

const sound = { effectiveFrom: '2026-W36', clause: '每次扣100元。' };
const fieldsOf = (input: unknown): string[] => {
  try {
    parsePublication(input);
  } catch (refusal) {
    return (refusal as { fields: { field: string }[] }).fields.map(({ field }) => field);
  }
  return [];
};

describe('a policy as somebody hands it in', () => {
  it('is for the first township, not approved yet and keeps off issued months unless it says otherwise', () => {
    expect(parsePublication(sound)).toMatchObject({
      settings: { ...sound, unitFen: 10_000 },
      approver: null,
      townshipCode: null,
      intoIssuedMonths: false,
    });
  });

  it('keeps who and where apart from the rule', () => {
    const given = { approver: ' 张书记 ', townshipCode: 'T02', intoIssuedMonths: true };
    const { settings, ...rest } = parsePublication({ ...sound, ...given });
    expect(rest).toEqual({ ...given, approver: '张书记' });
    expect(Object.keys(settings)).not.toEqual(expect.arrayContaining(['approver']));
  });

  it.each([
    ['an approver without a name', { approver: ' ' }, 'approver'],
    ['an approver of 201 characters', { approver: '张'.repeat(201) }, 'approver'],
    ['an approver with a line end', { approver: '张\n书记' }, 'approver'],
    ['a number for an approver', { approver: 7 }, 'approver'],
    ['a township of 33 characters', { townshipCode: 'T'.repeat(33) }, 'townshipCode'],
    ['a word for yes', { intoIssuedMonths: 'yes' }, 'intoIssuedMonths'],
  ])('%s is refused, and the field is named', (_, fault, field) => {
    expect(fieldsOf({ ...sound, ...fault })).toEqual([field]);
  });

  it('is refused where it is no object at all', () => {
    expect(fieldsOf(null)).toEqual(['effectiveFrom', 'clause']);
    expect(fieldsOf('政策')).toEqual(['effectiveFrom', 'clause']);
  });
});
