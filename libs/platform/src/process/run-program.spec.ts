import { describe, expect, it } from '@jest/globals';
import { CodedError } from '../errors/coded-error.js';
import { sentenceOf } from './run-program.js';

describe('the sentence of a failure', () => {
  it('that somebody can mend has its code, what people read, and the detail', () => {
    const failure = new CodedError('CONFIG.INVALID', 'environment: PORT must be a number', {
      title: '环境变量有误',
    });
    expect(sentenceOf(failure)).toBe('CONFIG.INVALID: 环境变量有误 (environment: PORT must be a number)');
  });

  it('says nothing twice when there is no Chinese title', () => {
    expect(sentenceOf(new CodedError('SECRET.KEY_FILE_DAMAGED', 'restore it'))).toBe(
      'SECRET.KEY_FILE_DAMAGED: restore it',
    );
  });

  it('is one line, without a stack and without the cause', () => {
    const failure = new CodedError('A.B', 'detail', {
      title: '标题',
      cause: new Error('postgres://u:hunter2@db'),
    });
    expect(sentenceOf(failure)).toBe('A.B: 标题 (detail)');
  });

  it('that is our own fault has the stack', () => {
    const failure = new TypeError('broken');
    expect(sentenceOf(failure)).toBe(`INTERNAL: ${String(failure.stack)}`);
    expect(sentenceOf(failure)).toContain('run-program.spec');
  });

  it('without a stack has the message', () => {
    const failure = new Error('broken');
    delete failure.stack;
    expect(sentenceOf(failure)).toBe('INTERNAL: broken');
  });

  it.each([
    ['text', 'INTERNAL: text'],
    [undefined, 'INTERNAL: undefined'],
    [null, 'INTERNAL: null'],
  ])('that is no error at all (%p) is told as it is', (thrown, sentence) => {
    expect(sentenceOf(thrown)).toBe(sentence);
  });
});
