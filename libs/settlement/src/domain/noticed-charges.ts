/** A person's charge as it was put up for public notice, and as it is now. */
export interface UnnoticedCharge {
  readonly cadreCode: string;
  readonly noticedFen: number;
  readonly nowFen: number;
}

/** What decides a person's charge of a month. */
interface Charges {
  readonly charged: readonly { readonly cadreCode: string; readonly deductedFen: number }[];
  readonly adjustments: readonly { readonly cadreCode: string; readonly amountFen: number }[];
}

/** What each person pays in a month, adjustments of earlier months included; in order of cadre code. */
export function chargesOf({ charged, adjustments }: Charges): Record<string, number> {
  const charges = new Map<string, number>();
  const add = (cadreCode: string, fen: number): void => {
    charges.set(cadreCode, (charges.get(cadreCode) ?? 0) + fen);
  };
  for (const { cadreCode, deductedFen } of charged) add(cadreCode, deductedFen);
  for (const { cadreCode, amountFen } of adjustments) add(cadreCode, amountFen);
  return Object.fromEntries([...charges].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Charges that the public notice (公示) did not show, or showed smaller: nobody pays what could not be
 * objected to. A charge that fell needs no new notice: noticed 200 yuan, now 100.
 */
export function unnoticedCharges(
  noticed: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): UnnoticedCharge[] {
  return Object.entries(now).flatMap(([cadreCode, nowFen]) => {
    const noticedFen = noticed[cadreCode] ?? 0;
    return nowFen > Math.max(noticedFen, 0) ? [{ cadreCode, noticedFen, nowFen }] : [];
  });
}
