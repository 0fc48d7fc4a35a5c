const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 ' +
    '公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 百里 呼延 东郭 南门 西门 拓跋 轩辕 完颜 纳兰 叶赫 那拉 第五'
  ).split(' '),
);
const HAN = /^\p{Script=Han}$/u;
const LONGEST_HAN_NAME = 4;

/**
 * A name as the public notice shows it: `张伟` → `张*`, `张小明` → `张*明`, `欧阳锋` → `欧阳*`, `欧阳小明` → `欧阳*明`.
 * Of any other name (`阿卜杜热合曼·买买提`, `Maria`) only the first character stays, and the stars say nothing
 * of its length.
 */
export function maskedName(name: string): string {
  const characters = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(name.trim())].map(
    ({ segment }) => segment,
  );
  const [first = '', second = '', ...rest] = characters;
  const isPlain = characters.every((character) => HAN.test(character));
  if (!isPlain || characters.length > LONGEST_HAN_NAME || characters.length < 2) {
    return characters.length < 2 ? '*' : `${first}**`;
  }
  const isCompound = rest.length > 0 && COMPOUND_SURNAMES.has(first + second);
  const surname = isCompound ? first + second : first;
  const given = isCompound ? rest : [second, ...rest];
  const last = given.length > 1 ? (given.at(-1) ?? '') : '';
  return `${surname}${'*'.repeat(given.length - (last === '' ? 0 : 1))}${last}`;
}
