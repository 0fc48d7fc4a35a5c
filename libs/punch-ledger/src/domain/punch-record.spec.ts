import { expect, it } from '@jest/globals';
import { punchId } from './punch-record.js';

it('a punch is named by its clock and its place in the chain', () => {
  expect(punchId(3, 128)).toBe('3-128');
});
