import { describe, expect, it } from '@jest/globals';
import { maskedName } from './masked-name.js';

describe('a name in public', () => {
  it.each([
    ['张伟', '张*'],
    ['张小明', '张*明'],
    ['司徒建国', '司徒*国'],
    ['欧阳锋', '欧阳*'],
    ['欧阳小明', '欧阳*明'],
    ['张欧阳明', '张**明'],
    ['卢小𠮷', '卢*𠮷'],
    ['𠮷野', '𠮷*'],
    ['诸葛', '诸*'],
    ['阿卜杜热合曼·买买提', '阿**'],
    ['阿·买', '阿**'],
    ['Maria', 'M**'],
    ['=HYPERLINK("x")', '=**'],
    ['张', '*'],
    ['', '*'],
    [' 张伟 ', '张*'],
  ])('%s is shown as %s', (name, shown) => {
    expect(maskedName(name)).toBe(shown);
  });

  it('never shows a given name of one character, nor how long a foreign one is', () => {
    expect(maskedName('买买提·吐尔逊江·阿不都')).toBe(maskedName('买买提·江'));
  });
});
