/** What a person pays in a month, and for which weeks. */
export interface PersonCharge {
  /** Adjustments of earlier months included; negative is given back. */
  readonly fen: number;
  /** Weeks that cost something, of this month and of earlier ones, `2026-W43`, in order. */
  readonly weeks: readonly string[];
}

/** A person's charge as it was put up for public notice, and as it is now. */
export interface UnnoticedCharge {
  readonly cadreCode: string;
  readonly noticedFen: number;
  readonly nowFen: number;
  /** Weeks that the notice did not show. */
  readonly weeks: readonly string[];
}

/** What decides a person's charge of a month. */
interface Charges {
  readonly charged: readonly {
    readonly cadreCode: string;
    readonly deductedFen: number;
    readonly weeks: readonly string[];
  }[];
  readonly adjustments: readonly {
    readonly cadreCode: string;
    readonly week: string | null;
    readonly amountFen: number;
  }[];
}

/** What each person pays in a month, adjustments of earlier months included; in order of cadre code. */
export function chargesOf({ charged, adjustments }: Charges): Record<string, PersonCharge> {
  const charges = new Map<string, { fen: number; weeks: string[] }>();
  const add = (cadreCode: string, fen: number, weeks: readonly string[]): void => {
    const known = charges.get(cadreCode) ?? { fen: 0, weeks: [] };
    charges.set(cadreCode, { fen: known.fen + fen, weeks: [...known.weeks, ...weeks].sort() });
  };
  for (const { cadreCode, deductedFen, weeks } of charged) add(cadreCode, deductedFen, weeks);
  for (const { cadreCode, week, amountFen } of adjustments) {
    add(cadreCode, amountFen, week !== null && amountFen > 0 ? [week] : []);
  }
  return Object.fromEntries([...charges].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Charges that the public notice (公示) did not show, or showed smaller, or for other weeks: nobody pays what could
 * not be objected to. A charge that fell needs no new notice: noticed 200 yuan, now 100.
 */
export function unnoticedCharges(
  noticed: Readonly<Record<string, PersonCharge>>,
  now: Readonly<Record<string, PersonCharge>>,
): UnnoticedCharge[] {
  return Object.entries(now).flatMap(([cadreCode, { fen: nowFen, weeks }]) => {
    if (nowFen <= 0) return [];
    const shown = noticed[cadreCode] ?? { fen: 0, weeks: [] };
    const unseen = weeks.filter((week) => !shown.weeks.includes(week));
    if (nowFen <= shown.fen && unseen.length === 0) return [];
    return [{ cadreCode, noticedFen: shown.fen, nowFen, weeks: unseen }];
  });
}
