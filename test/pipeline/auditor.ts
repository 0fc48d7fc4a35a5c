/**
 * An auditor who has nothing but the evidence of a week, as `GET /assessments/{week}/{cadreCode}` answers it, and the
 * rule as the township wrote it. Shares no code with the product; reads the default policy only.
 */

interface Slip {
  readonly date: string;
}

/** As much of the evidence as the rule asks for. */
export interface AuditedEvidence {
  readonly policy: { readonly quota: Readonly<Record<string, number>>; readonly unitFen: number };
  readonly cadre: { readonly category: string; readonly identity: string };
  readonly days: readonly {
    readonly date: string;
    readonly kind: string | null;
    readonly managed: boolean;
    readonly excused: boolean;
    readonly counts: { readonly as: string; readonly weight: number } | null;
    readonly why: string | null;
    readonly punches: readonly { readonly clockTime: string; readonly half: string; readonly hash: string }[];
    readonly provenBy: readonly { readonly clockId: number; readonly readId: string | null }[];
  }[];
  readonly overlays: {
    readonly enterpriseVisits: readonly Slip[];
    readonly corrections: readonly (Slip & { readonly half: string })[];
    readonly emergencyDuties: readonly { readonly from: string; readonly until: string }[];
  };
  readonly checklist: readonly {
    readonly dueAt: string;
    readonly state: string;
    readonly reports: readonly { readonly at: string; readonly returned: object | null }[];
  }[];
  readonly reads: readonly { readonly id: string; readonly headHash: string | null }[];
}

export interface AuditedVerdict {
  readonly verdict: string;
  readonly quota: number;
  readonly availableWorkdays: number;
  readonly visitDays: number;
  readonly misses: number;
  readonly deductionFen: number;
}

type AuditedDay = AuditedEvidence['days'][number];

/** Judges the week again. */
export function audit(evidence: AuditedEvidence): AuditedVerdict {
  const { days, checklist, policy, cadre } = evidence;
  const noNotice = days.some(({ kind }) => kind === null);
  const workdays = days.filter(
    ({ kind, managed, excused }) => (kind === 'workday' || kind === 'makeup-workday') && managed && !excused,
  ).length;
  const quota = Math.min(policy.quota[cadre.category] ?? NaN, workdays);
  const counted = days.filter((day) => day.managed && countsByTheRule(day, evidence));
  const late = checklist.filter(
    ({ dueAt, reports }) => !reports.some(({ at, returned }) => returned === null && at <= dueAt),
  );
  const failed = counted.length < quota || late.length > 0;
  const doubtful =
    days.some(({ provenBy }) => provenBy.length === 0 || provenBy.some(({ readId }) => readId === null)) ||
    late.some(({ state }) => state === 'open') ||
    (counted.length < quota &&
      days.some((day) => !counted.includes(day) && day.punches.some(({ half }) => half === 'suspect')));
  const verdict = noNotice
    ? 'undetermined'
    : workdays === 0
      ? 'exempt'
      : !failed
        ? 'met'
        : doubtful
          ? 'undetermined'
          : 'missed';
  const misses = verdict === 'missed' ? 1 : 0;
  return {
    verdict,
    quota,
    availableWorkdays: workdays,
    visitDays: counted.length,
    misses,
    deductionFen: cadre.identity === 'contract' ? 0 : misses * policy.unitFen,
  };
}

/** A morning and an afternoon, an enterprise, or the emergency roster. */
function countsByTheRule({ date, punches }: AuditedDay, { overlays }: AuditedEvidence): boolean {
  const has = (half: string, isHalf: (time: string) => boolean): boolean =>
    punches.some((punch) => punch.half === half && isHalf(punch.clockTime.slice(11))) ||
    overlays.corrections.some((slip) => slip.date === date && slip.half === half);
  return (
    (has('morning', (time) => time < '12:00:00') && has('afternoon', (time) => time >= '12:00:00')) ||
    overlays.enterpriseVisits.some((slip) => slip.date === date) ||
    overlays.emergencyDuties.some(
      ({ from, until }) => from.slice(0, 10) <= date && date <= until.slice(0, 10),
    )
  );
}
