/**
 * Text as it may stand in a document: without the characters that XML cannot hold (controls, halves of a
 * pair, U+FFFE, U+FFFF), and on one line. A word processor computes nothing, so `=1+1` stays as it is.
 */
export function wordText(text: string): string {
  return text
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, '')
    .replace(/\p{Cs}/gu, '');
}

/** The same, ready to stand between tags. */
export function wordXml(text: string): string {
  return wordText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
