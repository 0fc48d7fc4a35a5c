import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { isExclusionViolation, isForeignKeyViolation, isUniqueViolation } from './constraint-violations.js';

/** What PostgreSQL answers, as the ORM passes it on. */
const failing = (code: string): QueryFailedError =>
  new QueryFailedError('INSERT', [], Object.assign(new Error('violates'), { code }));

const seen = (failure: unknown): boolean[] =>
  [isUniqueViolation, isForeignKeyViolation, isExclusionViolation].map((is) => is(failure));

describe('a failed statement', () => {
  it.each([
    ['23505', [true, false, false]],
    ['23503', [false, true, false]],
    ['23P01', [false, false, true]],
    ['23514', [false, false, false]],
  ])('with %s is unique, foreign key, exclusion: %j', (code, expected) => {
    expect(seen(failing(code))).toEqual(expected);
  });

  it.each([new Error('violates'), Object.assign(new Error('violates'), { code: '23505' }), undefined, null])(
    'that did not come from the database (%p) is none of them',
    (failure) => {
      expect(seen(failure)).toEqual([false, false, false]);
    },
  );
});
