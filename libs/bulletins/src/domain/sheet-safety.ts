const STARTS_A_FORMULA = /^[=+\-@\t\r\n]/;

/**
 * Text as it may stand in a cell: what begins with `= + - @`, a tab or a line break gets a leading apostrophe,
 * so that neither a spreadsheet nor a CSV made from it takes a name for a formula. `=1+1` → `'=1+1`.
 */
export function safeText(text: string): string {
  return STARTS_A_FORMULA.test(text) ? `'${text}` : text;
}
