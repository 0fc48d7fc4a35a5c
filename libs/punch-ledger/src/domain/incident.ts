/** What can speak against a clock when it is read. Stable codes. */
export type IncidentCode =
  /** The clock stated more punches than it gave. */
  | 'CLOCK.COUNT_MISMATCH'
  /** The log holds fewer records than before, or punches it held before are not in it. */
  | 'CLOCKS.LOG_SHRUNK'
  /** Another serial number answered than the one of this clock. */
  | 'CLOCKS.OTHER_DEVICE'
  /**
   * Another clock in use answers with this very serial number. Cheap devices share numbers, so no punch is refused for
   * it; but one device may stand at both addresses, and then one of the clocks was never read: nothing is proved.
   */
  | 'CLOCKS.DUPLICATE_DEVICE';

/** An incident, as far as one read tells it. The detail is facts; wording happens elsewhere. */
export interface Incident {
  readonly code: IncidentCode;
  readonly detail: Readonly<Record<string, string | number | null>>;
}
