/** One field of a request that is at fault, with the sentence a person reads. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

export interface CodedErrorOptions {
  /** HTTP status of the answer. Default 400. */
  readonly status?: number;
  /** The Chinese sentence people read. Default: the English message. */
  readonly title?: string;
  readonly fields?: readonly FieldFault[];
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
  }
}
