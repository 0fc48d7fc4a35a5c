/** Something for each of some cadres in each of some weeks. */
export class ByCadreWeek<T> {
  private readonly weeks = new Map<string, Map<string, T>>();

  /** What is known of each cadre-week, in the order of the rows. */
  static grouped<Row extends { readonly cadre_code: string }, T>(
    rows: readonly Row[],
    weekOf: (row: Row) => string,
    pick: (row: Row) => T,
  ): ByCadreWeek<T[]> {
    const groups = new ByCadreWeek<T[]>();
    for (const row of rows) {
      const week = weekOf(row);
      const group = groups.get(week, row.cadre_code);
      if (group) group.push(pick(row));
      else groups.set(week, row.cadre_code, [pick(row)]);
    }
    return groups;
  }

  get(week: string, cadreCode: string): T | undefined {
    return this.weeks.get(week)?.get(cadreCode);
  }

  set(week: string, cadreCode: string, value: T): void {
    this.cadresIn(week).set(cadreCode, value);
  }

  /** Of one week, by cadre code. */
  ofWeek(week: string): ReadonlyMap<string, T> {
    return this.weeks.get(week) ?? new Map<string, T>();
  }

  /** Every cadre-week, those of a week together. */
  *[Symbol.iterator](): Generator<readonly [week: string, cadreCode: string, value: T]> {
    for (const [week, cadres] of this.weeks) {
      for (const [cadreCode, value] of cadres) yield [week, cadreCode, value];
    }
  }

  /** The same cadre-weeks with something made of each. */
  map<U>(make: (value: T, week: string, cadreCode: string) => U): ByCadreWeek<U> {
    const made = new ByCadreWeek<U>();
    for (const [week, cadreCode, value] of this) made.set(week, cadreCode, make(value, week, cadreCode));
    return made;
  }

  private cadresIn(week: string): Map<string, T> {
    const known = this.weeks.get(week) ?? new Map<string, T>();
    this.weeks.set(week, known);
    return known;
  }
}
