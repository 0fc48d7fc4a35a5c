/** One field of a request that is at fault, with the sentence a person reads. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** One of several things that stand in the way, with what a program needs to find it. */
export interface CodedReason {
  /** Stable, such as `WEEK_UNDETERMINED`. */
  readonly code: string;
  /** The sentence a person reads. */
  readonly message: string;
  readonly [detail: string]: unknown;
}

export interface CodedErrorOptions {
  /** HTTP status of the answer. Default 400. */
  readonly status?: number;
  /** The Chinese sentence people read. Default: the English message. */
  readonly title?: string;
  readonly fields?: readonly FieldFault[];
  /** Everything that stands in the way, at once. */
  readonly reasons?: readonly CodedReason[];
  readonly cause?: unknown;
}

/**
 * An error somebody can cause, with a stable code such as `LEDGER.CHAIN_BROKEN`.
 * The message is English for logs; `title` is Chinese for people.
 */
export class CodedError extends Error {
  readonly status: number;
  readonly title: string;
  readonly fields: readonly FieldFault[];
  readonly reasons: readonly CodedReason[];

  constructor(
    readonly code: string,
    message: string,
    options: CodedErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CodedError';
    this.status = options.status ?? 400;
    this.title = options.title ?? message;
    this.fields = options.fields ?? [];
    this.reasons = options.reasons ?? [];
  }
}
