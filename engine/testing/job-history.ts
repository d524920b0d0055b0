import assert from "node:assert/strict";
import type { ReservedJob } from "@flowmesh/contract";

/** How a worker said that an attempt ended. */
export type Told = "done" | "failed" | "released";

/** One lease as its worker, and the one who asked, know it. */
interface KnownLease {
  readonly job: string;
  readonly lease: string;
  readonly attempt: number;
  readonly takenMs: number;
  /** Until then it held, as far as its worker was told. */
  untilMs: number;
  /** What its worker said, and whether it was told that it counts. */
  told: { readonly what: Told; readonly atMs: number; isSure: boolean } | undefined;
}

/**
 * What happened to the jobs of a queue as those who enqueued and worked know it, and whether it can be so: no two leases on a job overlap; a job is handed out again only
 * when the lease before it ended, was given back or failed, with the number that the attempt has then; none is lost, and only one that somebody called done is done.
 */
export class JobHistory {
  readonly #leases = new Map<string, KnownLease[]>();
  readonly #enqueued = new Set<string>();

  /** Jobs of which it was said that they are there. */
  enqueued(jobs: readonly string[]): void {
    for (const job of jobs) this.#enqueued.add(job);
  }

  taken({ job, lease, attempt, leaseEndsAt }: ReservedJob, takenMs: number): void {
    const known = this.#leases.get(job) ?? [];
    this.#leases.set(job, known);
    const next: KnownLease = { job, lease, attempt, takenMs, untilMs: leaseEndsAt ?? takenMs, told: undefined };
    this.#checkNext(known.at(-1), next);
    known.push(next);
  }

  /** The leases of a worker were extended. */
  extended(job: string, lease: string, untilMs: number): void {
    const known = this.#find(job, lease);
    known.untilMs = Math.max(known.untilMs, untilMs);
  }

  /** A worker is about to say what became of a job; it may count though nobody says so. */
  tells(job: string, lease: string, what: Told, atMs: number): void {
    this.#find(job, lease).told = { what, atMs, isSure: false };
  }

  /** What a worker said counts, or it counts for nothing, because it had lost the lease. */
  answered(job: string, lease: string, counts: boolean): void {
    const known = this.#find(job, lease);
    if (known.told === undefined) return;
    if (counts) known.told.isSure = true;
    else known.told = undefined;
  }

  /** Every job is done, and somebody who had it said so. */
  checkEnd(done: readonly string[]): void {
    const lost = [...this.#enqueued].filter((job) => !done.includes(job));
    assert.deepEqual(lost, [], "every job that was enqueued is done");
    for (const job of done) {
      const said = this.#leases.get(job)?.filter(({ told }) => told?.what === "done") ?? [];
      assert.ok(said.length > 0, `job ${job} is done, and nobody said so`);
    }
  }

  /** How many jobs were handed out more than once. */
  get handedOutAgain(): number {
    return [...this.#leases.values()].filter(({ length }) => length > 1).length;
  }

  #checkNext(before: KnownLease | undefined, next: KnownLease): void {
    const name = `job ${next.job} with lease ${next.lease}`;
    if (before === undefined) return;
    const { told, attempt, untilMs } = before;
    assert.ok(told?.what !== "done" || !told.isSure, `${name} was done`);
    assert.ok(Number(next.lease) > Number(before.lease), `${name}: leases rise`);
    const isOver = next.takenMs >= untilMs;
    const wasGivenBack = told !== undefined && told.what !== "done" && next.takenMs >= told.atMs;
    assert.ok(
      isOver || wasGivenBack,
      `${name} was taken at ${next.takenMs}, while ${before.lease} held until ${untilMs}`,
    );
    const isSame = told?.what === "released" && (told.isSure || !isOver);
    const isNext = told === undefined || told.what === "failed" || (!told.isSure && isOver);
    const attempts = [...(isSame || told?.what === "released" ? [attempt] : []), ...(isNext ? [attempt + 1] : [])];
    assert.ok(
      attempts.includes(next.attempt),
      `${name} is attempt ${next.attempt} behind attempt ${attempt}, ${told?.what}`,
    );
  }

  #find(job: string, lease: string): KnownLease {
    const known = this.#leases.get(job)?.find((each) => each.lease === lease);
    assert.ok(known !== undefined, `lease ${lease} on job ${job} is known`);
    return known;
  }
}
