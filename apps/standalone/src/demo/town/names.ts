import type { Random } from './random.js';

/** Surnames with how common they are, roughly a person in a thousand. */
const SURNAMES: readonly (readonly [string, number])[] = [
  ...([
    ['王', 71],
    ['李', 70],
    ['张', 66],
    ['刘', 51],
    ['陈', 44],
    ['杨', 30],
    ['黄', 22],
    ['赵', 20],
  ] as const),
  ...([
    ['吴', 19],
    ['周', 19],
    ['徐', 15],
    ['孙', 14],
    ['马', 13],
    ['朱', 12],
    ['胡', 12],
    ['郭', 11],
  ] as const),
  ...([
    ['何', 11],
    ['林', 10],
    ['罗', 9],
    ['高', 9],
    ['梁', 8],
    ['宋', 8],
    ['郑', 8],
    ['谢', 7],
  ] as const),
  ...([
    ['韩', 7],
    ['唐', 7],
    ['冯', 6],
    ['邓', 6],
    ['曹', 6],
    ['彭', 5],
    ['曾', 5],
    ['肖', 5],
  ] as const),
  ...([
    ['田', 5],
    ['余', 5],
    ['潘', 4],
    ['袁', 4],
    ['蒋', 4],
    ['蔡', 4],
    ['汪', 4],
    ['熊', 4],
  ] as const),
];

// Chosen so that they do not meet a surname above to the name of somebody in public life.
const FIRST_CHARACTERS = [...'志建国文晓海丽春永德玉秀明红俊立金雪庆世少桂宏新凤云正思'];
const SECOND_CHARACTERS = [...'荣安芳霞敏勇涛梅芬燕兵斌娟玲辉亮萍松菊芝琴凯宁波英洁珍芸'];
const SINGLE_CHARACTERS = [...'伟静敏磊珊艳峻杰娟瑶超婷旭彬慧莉帆璐浩倩'];

const SINGLE_SHARE = 0.22;

/** `count` distinct invented names. */
export function inventNames(count: number, random: Random): string[] {
  const names = new Set<string>();
  while (names.size < count) {
    const surname = random.pickWeighted(SURNAMES);
    const first = random.pick(FIRST_CHARACTERS);
    const second = random.pick(SECOND_CHARACTERS);
    const given = random.chance(SINGLE_SHARE) ? random.pick(SINGLE_CHARACTERS) : first + second;
    names.add(surname + given);
  }
  return [...names];
}
