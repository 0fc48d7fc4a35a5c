/** One font for every script of a run; Word takes the east-asian one only when it is named. */
interface ScriptFonts {
  readonly ascii: string;
  readonly hAnsi: string;
  readonly eastAsia: string;
  readonly cs: string;
}

const named = (name: string): ScriptFonts => ({ ascii: name, hAnsi: name, eastAsia: name, cs: name });

/** The fonts of GB/T 9704-2012. They are named and not shipped: {@link FONT_TABLE} says what may stand in. */
export const FONTS = {
  body: named('仿宋'),
  title: named('方正小标宋简体'),
  heading: named('黑体'),
  subheading: named('楷体'),
  pageNumber: named('宋体'),
} as const;

const NAMESPACE = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/**
 * What a machine without a font takes instead: another name of it, else one of its family (roman: with serifs)
 * in the Chinese character set (86).
 */
const SUBSTITUTES = [
  { name: '仿宋', alternatives: '仿宋_GB2312;FangSong;FangSong_GB2312;STFangsong', family: 'modern' },
  { name: '方正小标宋简体', alternatives: '方正小标宋_GBK;小标宋体;华文中宋;宋体', family: 'roman' },
  { name: '黑体', alternatives: 'SimHei;STHeiti;Noto Sans CJK SC', family: 'swiss' },
  { name: '楷体', alternatives: '楷体_GB2312;KaiTi;KaiTi_GB2312;STKaiti', family: 'modern' },
  { name: '宋体', alternatives: 'SimSun;STSong;Noto Serif CJK SC', family: 'roman' },
] as const;

/** `word/fontTable.xml`. */
export const FONT_TABLE =
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="${NAMESPACE}">` +
  SUBSTITUTES.map(
    ({ name, alternatives, family }) =>
      `<w:font w:name="${name}"><w:altName w:val="${alternatives}"/><w:charset w:val="86"/>` +
      `<w:family w:val="${family}"/><w:pitch w:val="auto"/></w:font>`,
  ).join('') +
  '</w:fonts>';
