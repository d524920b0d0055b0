import { type ErrorCode, type ErrorParams, type ErrorReason, errorCodes, errors } from "@flowmesh/contract";

/** What is known about one failure: names, offsets, sizes. Values that JSON can carry. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** The details that a reason's texts need; more may be given. */
export type DetailsOf<Reason extends ErrorReason> =
  ErrorParams[Reason] extends Readonly<Record<string, never>> ? ErrorDetails : ErrorParams[Reason] & ErrorDetails;

/** An error as it travels: what `fromWire` needs to make the same error on the other side. */
export interface WireError {
  readonly reason: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly retryable: boolean;
  readonly details: ErrorDetails;
}

/** `received`: the error is one that a peer sent, and keeps its texts. */
interface FlowMeshErrorOptions extends ErrorOptions {
  readonly received?: WireError;
}

/**
 * The one error that FlowMesh gives. `code` is one of a closed set and decides what kind of failure it is; `reason` is the exact failure, listed in the reference of
 * errors; `message` says what happened and why, `fix` what to do, and `details` hold the names and numbers of both.
 */
export class FlowMeshError<Reason extends ErrorReason = ErrorReason> extends Error {
  override readonly name: string = "FlowMeshError";
  /** The exact failure. A newer peer may send one that this version does not list; `code` then still tells how to treat it. */
  readonly reason: Reason;
  readonly code: ErrorCode;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  readonly details: ErrorDetails;
  /** What to do about it. */
  readonly fix: string;

  constructor(
    reason: Reason,
    ...rest: ErrorDetails extends DetailsOf<Reason>
      ? [details?: DetailsOf<Reason>, options?: ErrorOptions]
      : [details: DetailsOf<Reason>, options?: ErrorOptions]
  ) {
    const [details = {}, options] = rest as [ErrorDetails?, FlowMeshErrorOptions?];
    const text = options?.received ?? textOf(reason, details);
    super(text.message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.reason = reason;
    this.code = text.code as ErrorCode;
    this.retryable = text.retryable;
    this.details = details;
    this.fix = text.fix;
  }

  /** Two copies of the package may meet, as the client's and that of a test; an error of either is one for both. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a class that is made of this one inherits it
    return this === FlowMeshError ? isFlowMeshError(value) : super[Symbol.hasInstance](value);
  }

  /** The same error with more details, such as the index of the operation that caused it. */
  with(details: ErrorDetails): FlowMeshError {
    const wire = { ...this.toWire(), details: { ...this.details, ...details } };
    return FlowMeshError.fromWire(wire, { cause: this.cause });
  }

  /** The error as it travels, without cause and stack: those stay in the process. */
  toWire(): WireError {
    const { reason, code, message, fix, retryable, details } = this;
    return { reason, code, message, fix, retryable, details };
  }

  /** What `JSON.stringify` writes. */
  toJSON(): WireError {
    return this.toWire();
  }

  /**
   * The error that a peer sent, with its texts and `retryable` as sent. A reason that this version does not list is kept; a code that it does not know becomes
   * `internal`.
   */
  static fromWire(wire: WireError, options?: ErrorOptions): FlowMeshError {
    const received = Object.hasOwn(errorCodes, wire.code) ? wire : { ...wire, code: "internal" };
    const all: FlowMeshErrorOptions = { ...options, received };
    return new FlowMeshError(wire.reason as ErrorReason, wire.details as never, all);
  }
}

/** Whether a failure is one of FlowMesh's, and of this reason if one is given. Works across two copies of the package. */
export function isFlowMeshError<Reason extends ErrorReason = ErrorReason>(
  error: unknown,
  reason?: Reason,
): error is FlowMeshError<Reason> {
  if (!(error instanceof Error) || error.name !== "FlowMeshError" || !("reason" in error)) return false;
  return reason === undefined || error.reason === reason;
}

function textOf(reason: ErrorReason, details: ErrorDetails): Pick<WireError, "code" | "message" | "fix" | "retryable"> {
  const { code, message, fix, retry } = errors[reason];
  return { code, message: fillIn(message, details), fix: fillIn(fix, details), retryable: retry };
}

function fillIn(template: string, details: ErrorDetails): string {
  if (!template.includes("{")) return template;
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(details, name) ? details[name] : place;
    return typeof value === "string" ? shortened(value) : String(value);
  });
}

/** Details often hold what a caller sent; a text of any length or with line breaks must not run through messages and logs. */
function shortened(text: string): string {
  const line = text.length > 300 ? `${text.slice(0, 299)}\u2026` : text;
  return line.replace(/\p{Cc}/gu, "\ufffd");
}
