/** A row of a derived table by its columns, as JSON says them. */
export type DerivedRow = Readonly<Record<string, unknown>> & { readonly cadre_code: string };

/** Tables that can be emptied and computed again, with the column that tells the rows of a cadre apart. */
const APART = { visit_day: 'date', week_assessment: 'week' } as const;

export type DerivedTable = keyof typeof APART;

/** A row that is not what the facts make of it. */
export interface DerivedDifference {
  readonly table: DerivedTable;
  readonly cadreCode: string;
  /** The date of a visit day, the week of an assessment. */
  readonly of: string;
  /** `changed`: it says something else; `missing`: it is not there; `inserted`: nothing makes such a row. */
  readonly kind: 'changed' | 'missing' | 'inserted';
  /** Columns that say something else, with both values; none of a row that is missing or was inserted. */
  readonly fields: readonly { readonly name: string; readonly stored: unknown; readonly computed: unknown }[];
}

/**
 * Rows of a table against what was computed: every row that differs, in order of cadre and date or week. A column that
 * only one side knows differs, too.
 */
export function differencesOf(
  table: DerivedTable,
  stored: readonly DerivedRow[],
  computed: readonly DerivedRow[],
): DerivedDifference[] {
  const keyOf = (row: DerivedRow): string => `${row.cadre_code} ${String(row[APART[table]])}`;
  const kept = new Map(stored.map((row) => [keyOf(row), row]));
  const made = new Map(computed.map((row) => [keyOf(row), row]));
  return [...new Set([...kept.keys(), ...made.keys()])].sort().flatMap((key): DerivedDifference[] => {
    const [was, is] = [kept.get(key), made.get(key)];
    const [cadreCode = '', of = ''] = key.split(' ');
    if (was === undefined) return [{ table, cadreCode, of, kind: 'missing', fields: [] }];
    if (is === undefined) return [{ table, cadreCode, of, kind: 'inserted', fields: [] }];
    const fields = fieldsOf(was, is);
    return fields.length === 0 ? [] : [{ table, cadreCode, of, kind: 'changed', fields }];
  });
}

function fieldsOf(stored: DerivedRow, computed: DerivedRow): DerivedDifference['fields'] {
  const names = new Set([...Object.keys(stored), ...Object.keys(computed)]);
  return [...names]
    .filter((name) => textOf(stored[name]) !== textOf(computed[name]))
    .map((name) => ({ name, stored: stored[name] ?? null, computed: computed[name] ?? null }));
}

/**
 * The same text for the same value, in whatever order its members stand. How many items of a list are still open falls by itself
 * as their hours come, and is judged again with the last of them.
 */
function textOf(value: unknown): string {
  return JSON.stringify(value ?? null, (_, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    const members = Object.entries(member).filter(
      ([name]) => !('code' in member && member.code === 'LIST_OPEN' && name === 'items'),
    );
    return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
