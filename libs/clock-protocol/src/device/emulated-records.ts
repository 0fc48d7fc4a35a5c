/** A punch in the memory of an emulated clock. */
export interface EmulatedPunch {
  readonly number: string;
  /** The clock's local time, `2026-10-20T08:41:00`; may be an impossible date. */
  readonly clockTime: string;
  readonly verifyMode: number;
  readonly punchState: number;
  readonly workCode: number;
}

/** A person enrolled at an emulated clock. */
export interface EmulatedUser {
  readonly internalId: number;
  readonly number: string;
  readonly name: string;
}
