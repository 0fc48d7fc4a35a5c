/** An instant as every answer writes it, to the second: `2026-10-20T00:41:00Z`. */
export function instantText(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}
