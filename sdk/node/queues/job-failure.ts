import type { JobOutcomeInit } from "@flowmesh/contract";
import { durationMs } from "../moment.ts";
import { causesOf, type Thrown, thrownParts } from "../thrown-text.ts";

/** How a job ends, without saying which. */
export type JobEnd = Pick<JobOutcomeInit, "done" | "failed" | "dead" | "released">;

/** Thrown by a worker's handler: trying again would not help, and the job is dead at once. */
export class Fatal extends Error {
  override readonly name: string = "Fatal";
}

/** Thrown by a handler of our own: the job is somebody else's, and goes back as if it had not been taken. */
export class NotOurs extends Error {
  override readonly name: string = "NotOurs";
}

/** Thrown by a worker's handler: the attempt failed, and the next one begins after a time of the handler's choice. Made by `retryAfter`. */
export class RetryAfter extends Error {
  override readonly name: string = "RetryAfter";
  readonly delayMs: number;

  constructor(delayMs: number, cause: unknown) {
    super(cause === undefined ? "the handler asked to be called again later" : textOf(cause), { cause });
    this.delayMs = delayMs;
  }
}

/**
 * What to throw for the next attempt to begin after this time, `"30s"` or milliseconds, instead of the queue's backoff: `throw retryAfter("30s", error)`. It is an
 * attempt like any other. @throws FlowMeshError `field_invalid`
 */
export function retryAfter(delay: string | number, cause?: unknown): RetryAfter {
  return new RetryAfter(durationMs(delay, "delay"), cause);
}

/** What a thrown error means for the job. Throws never. */
export function endOfFailure(thrown: unknown): JobEnd {
  const ours = oursOf(thrown);
  if (ours instanceof NotOurs) return { released: {} };
  if (ours instanceof RetryAfter)
    return { failed: { ...describeFailure(ours.cause ?? ours), retryAfterMs: ours.delayMs } };
  return ours === undefined ? { failed: describeFailure(thrown) } : { dead: describeFailure(ours) };
}

function oursOf(thrown: unknown): NotOurs | RetryAfter | Fatal | undefined {
  try {
    if (thrown instanceof NotOurs || thrown instanceof RetryAfter || thrown instanceof Fatal) return thrown;
  } catch {
    // It cannot even be asked what it is.
  }
  return undefined;
}

/** An error as it is kept with its attempt. Throws never. */
export function describeFailure(thrown: unknown): { readonly error: string; readonly stack: string } {
  const causes = causesOf(thrown).map(({ message, stack }) => `[cause]: ${stack === "" ? message : stack}`);
  return { error: textOf(thrown), stack: [thrownParts(thrown).stack, ...causes].join("\n") };
}

/** With what caused it, where its own words do not say so already: that a fetch failed is true of each that does. */
function textOf(thrown: unknown): string {
  const words = causesOf(thrown).map(wordsOf);
  return words.reduce(
    (text, cause) => (text.includes(cause) ? text : `${text}: ${cause}`),
    wordsOf(thrownParts(thrown)),
  );
}

/** The name tells more than the message of a TypeError alone; that of a plain error tells nothing. */
function wordsOf({ name, message }: Thrown): string {
  return ["", "Error", "Fatal", "FlowMeshError", "AggregateError"].includes(name) ? message : `${name}: ${message}`;
}
