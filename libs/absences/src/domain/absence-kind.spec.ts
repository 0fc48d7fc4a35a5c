import { describe, expect, it } from '@jest/globals';
import { absenceKinds, publishedKind } from './absence-kind.js';

describe('the mark of an absence on paper', () => {
  it.each([
    'annual',
    'sick',
    'personal',
    'marriage',
    'maternity',
    'paternity',
    'childcare',
    'bereavement',
    'home-leave',
    'comp-off',
  ] as const)('does not tell %s from any other leave', (kind) => {
    expect(publishedKind(kind)).toBe('leave');
  });

  it.each(['errand', 'training', 'meeting'] as const)('says %s, which is duty', (kind) => {
    expect(publishedKind(kind)).toBe(kind);
  });
});

it('there are thirteen kinds, each once', () => {
  expect(new Set(absenceKinds).size).toBe(13);
  expect(absenceKinds).toHaveLength(13);
});
