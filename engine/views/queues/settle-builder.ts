import { type AttemptEnd, Job, type JobAttemptInit, type JobInit } from "@flowmesh/contract";
import {
  type AfterLease,
  afterLease,
  type CheckedOutcome,
  crc32c,
  jobStates,
  type LeaseEnd,
} from "@flowmesh/fabric/internal";
import { LeaseEnds } from "../../commit/lease-ends.ts";
import type { LogOperation } from "../../commit/operation.ts";
import { forgetting } from "./forget-jobs.ts";
import { BEGUN, CANCELLING } from "./job-slots.ts";
import type { NamedQueue, QueueTable } from "./queue-table.ts";
import type { KnownWorker } from "./worker-numbers.ts";

/** What a worker tells of the end of an attempt. */
export type OutcomeTexts = Pick<CheckedOutcome, "result" | "error" | "stack">;

export const NO_TEXTS: OutcomeTexts = { result: undefined, error: "", stack: "" };

/** About how many bytes the text of an attempt takes that went well. */
const TEXT_BYTES = 96;

/** Gathers the ends of leases of one queue into one operation. */
export class SettleBuilder {
  readonly #queues: QueueTable;
  readonly #queue: NamedQueue;
  readonly #nowMs: number;
  readonly #random = (below: number): number => this.#queues.random.integer(below);
  readonly #ends: LeaseEnds;
  readonly #finished: number[] = [];
  readonly #dead: number[] = [];
  /** The one text that is written anew for each job. */
  readonly #attempt: JobAttemptInit = {};
  readonly #text: JobInit = { attempts: [this.#attempt] };
  #texts: Buffer;
  #textBytes = 0;

  /** For at most so many leases. */
  constructor(queues: QueueTable, queue: NamedQueue, nowMs: number, most: number) {
    this.#queues = queues;
    this.#queue = queue;
    this.#nowMs = nowMs;
    this.#ends = new LeaseEnds(undefined, most);
    this.#texts = Buffer.allocUnsafe(most * TEXT_BYTES);
  }

  /** The job of this slot has a lease, which ends. */
  add(slot: number, end: LeaseEnd, texts: OutcomeTexts): void {
    const { slots } = this.#queue.jobs;
    const offset = slots.offset[slot] as number;
    const worker = this.#queues.workers.get(slots.worker[slot] as number);
    if (worker !== undefined && end.kind !== "expired") worker.seenMs = this.#nowMs;
    const after = this.#afterLease(slot, end);
    const textAt = this.#textBytes;
    if (isKept(end, after, texts)) this.#addText(slot, worker, end, after, texts);
    const textBytes = this.#textBytes - textAt;
    this.#ends.add({
      offset,
      told: end.kind !== "expired",
      state: jobStates.indexOf(after.state),
      attempts: after.attempts,
      dueMs: after.dueMs,
      textBytes,
      textCrc: textBytes === 0 ? 0 : crc32c(this.#texts, textAt, this.#textBytes),
    });
    if (after.state === "dead") this.#dead.push(offset);
    else if (after.state === "done" || after.state === "cancelled") this.#finished.push(offset);
  }

  /** Pushes the operation, and what is not kept any more behind it; nothing if no lease ends. */
  finish(operations: LogOperation[]): void {
    if (this.#ends.count === 0) return;
    const payloadBytes = this.#textBytes;
    const payload = this.#texts.subarray(0, payloadBytes);
    operations.push(
      {
        kind: "settle",
        queue: this.#queue.id,
        ends: this.#ends,
        payloadBytes,
        payloadCrc: payloadBytes === 0 ? 0 : crc32c(payload, 0, payloadBytes),
        payload,
      },
      ...forgetting(this.#queue, this.#nowMs, { finished: this.#finished, dead: this.#dead }),
    );
  }

  #afterLease(slot: number, end: LeaseEnd): AfterLease {
    const { slots } = this.#queue.jobs;
    const flags = slots.flags[slot] as number;
    const job = {
      attempts: slots.attempts[slot] as number,
      begun: (flags & BEGUN) !== 0,
      maxAttempts: slots.maxAttempts[slot] as number,
      cancelling: (flags & CANCELLING) !== 0,
    };
    return afterLease(job, end, this.#queue.state.rules, { nowMs: this.#nowMs, random: this.#random });
  }

  #addText(
    slot: number,
    worker: KnownWorker | undefined,
    end: LeaseEnd,
    { attempts, state }: AfterLease,
    { result, error, stack }: OutcomeTexts,
  ): void {
    const { slots } = this.#queue.jobs;
    const attempt = this.#attempt;
    attempt.attempt = attempts;
    attempt.workerId = worker?.id;
    attempt.workerLabel = worker?.label;
    attempt.startedAt = slots.startedMs[slot] as number;
    attempt.endedAt = this.#nowMs;
    attempt.end = endOf(end, state);
    attempt.error = end.kind === "expired" ? "the lease ended before the worker said how the attempt went" : error;
    attempt.stack = stack;
    attempt.log = this.#queue.notes.get(slots.offset[slot] as number)?.log;
    this.#text.result = result;
    this.#makeRoom(Job.bound(this.#text));
    this.#textBytes = Job.put(this.#text, this.#texts, this.#textBytes);
  }

  #makeRoom(bytes: number): void {
    if (this.#textBytes + bytes <= this.#texts.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#texts.length, this.#textBytes + bytes));
    this.#texts.copy(larger, 0, 0, this.#textBytes);
    this.#texts = larger;
  }
}

/** Whether something is to be kept of an attempt: of one that was none nothing is. */
function isKept(end: LeaseEnd, after: AfterLease, { result }: OutcomeTexts): boolean {
  if (end.kind === "done") return result !== undefined || after.attempts > 0;
  return end.kind !== "released" && after.state !== "waiting";
}

function endOf(end: LeaseEnd, state: AfterLease["state"]): AttemptEnd {
  if (state === "cancelled") return "cancelled";
  if (end.kind === "done") return "done";
  return end.kind === "expired" ? "lease_ended" : "failed";
}
