import { absenceErrors } from '../absence-errors.js';

/** What has become of a slip. Only an approved one counts. */
export const slipStates = ['filed', 'approved', 'refused', 'withdrawn', 'revoked'] as const;
export type SlipState = (typeof slipStates)[number];

/** What somebody does about a slip that is in. */
export type SlipAct = 'approve' | 'refuse' | 'withdraw' | 'revoke';

/** Who does it; `cadreCode` when it is a cadre's own account. */
export interface SlipActor {
  readonly username: string;
  readonly cadreCode: string | null;
}

/** A slip as far as decisions are concerned. */
export interface OpenSlip {
  readonly state: SlipState;
  readonly filedBy: string;
  /** The cadres it is about; nobody for the outage of a clock. */
  readonly cadreCodes: readonly string[];
}

const changes: Readonly<Record<SlipAct, { readonly from: SlipState; readonly to: SlipState }>> = {
  approve: { from: 'filed', to: 'approved' },
  refuse: { from: 'filed', to: 'refused' },
  withdraw: { from: 'filed', to: 'withdrawn' },
  revoke: { from: 'approved', to: 'revoked' },
};

/**
 * The life of every slip: filed → approved, refused or withdrawn; approved → revoked. Whoever filed it, or
 * whom it is about, may take it back while nobody has decided, and decides nothing else about it.
 *
 * @returns the state it comes to
 * @throws CodedError `ABSENCES.OWN_SLIP`, `ABSENCES.NOT_APPLICANT`, `ABSENCES.ALREADY_DECIDED`,
 *   `ABSENCES.NOT_APPROVED`
 */
export function actOnSlip(slip: OpenSlip, act: SlipAct, actor: SlipActor): SlipState {
  const { from, to } = changes[act];
  if (slip.state !== from) {
    throw act === 'revoke' ? absenceErrors.notApproved(slip.state) : absenceErrors.alreadyDecided(slip.state);
  }
  const isApplicant =
    slip.filedBy === actor.username ||
    (actor.cadreCode !== null && slip.cadreCodes.includes(actor.cadreCode));
  if (act === 'withdraw' && !isApplicant) throw absenceErrors.notApplicant();
  if (act !== 'withdraw' && isApplicant) throw absenceErrors.ownSlip();
  return to;
}
