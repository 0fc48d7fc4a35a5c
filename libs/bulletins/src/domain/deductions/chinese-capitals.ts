const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const PLACES = ['仟', '佰', '拾', ''] as const;
const WAN = 10_000;
const YI = 100_000_000;
const FEN_PER_YUAN = 100;

/**
 * An amount of fen in Chinese capitals (大写), by the rules for bills (支付结算办法, annex 1): zeros between
 * digits are read once, 零 stands before 分 when there is no 角, 整 ends whatever has no 分. 0 → `零元整`;
 * 120,050 → `壹仟贰佰元伍角整`; 100,105 → `壹仟零壹元零伍分`. What is given back is `负…`.
 *
 * @throws RangeError for what is not a whole number of fen
 */
export function chineseCapitals(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`${fen} is not a whole number of fen`);
  if (fen < 0) return `负${chineseCapitals(-fen)}`;
  const yuan = Math.floor(fen / FEN_PER_YUAN);
  const jiao = Math.floor((fen % FEN_PER_YUAN) / 10);
  const lastFen = fen % 10;
  if (fen === 0) return '零元整';
  const whole = yuan === 0 ? '' : `${wholeNumber(yuan)}元`;
  if (jiao === 0 && lastFen === 0) return `${whole}整`;
  const tenths = jiao === 0 ? (yuan === 0 ? '' : '零') : `${digit(jiao)}角`;
  return `${whole}${tenths}${lastFen === 0 ? '整' : `${digit(lastFen)}分`}`;
}

/** From 1; 万 and 亿 are read once each, so 1,000,000,000,000 is 壹万亿. */
function wholeNumber(value: number): string {
  if (value >= YI) return joined(wholeNumber(Math.floor(value / YI)), '亿', value % YI, YI);
  if (value >= WAN) return joined(fourDigits(Math.floor(value / WAN)), '万', value % WAN, WAN);
  return fourDigits(value);
}

/** A rest that does not fill its first place is preceded by 零: 10,001 → 壹万零壹. */
function joined(high: string, unit: string, rest: number, of: number): string {
  if (rest === 0) return high + unit;
  return high + unit + (rest < of / 10 ? '零' : '') + wholeNumber(rest);
}

/** 1 to 9999. */
function fourDigits(value: number): string {
  const figures = String(value).padStart(PLACES.length, '0');
  let text = '';
  let skipped = false;
  [...figures].forEach((figure, place) => {
    if (figure === '0') {
      skipped = text !== '';
      return;
    }
    text += (skipped ? '零' : '') + digit(Number(figure)) + (PLACES[place] ?? '');
    skipped = false;
  });
  return text;
}

function digit(value: number): string {
  return DIGITS[value] ?? '';
}
