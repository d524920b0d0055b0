import type { Fabric } from "@flowmesh/fabric";
import type { Boot } from "../machine.ts";
import type { Held, Oracle, Probed } from "../oracle.ts";
import { onceReady, patiently } from "../patience.ts";
import { differenceOfLines } from "./plain.ts";
import { type Allowed, forbidden } from "./watch.ts";
import { wholeState } from "./whole-state.ts";

/** Knows what must be there from the model, which did the same. */
export class LockstepOracle implements Oracle<Allowed, readonly string[]> {
  readonly #withLineage: boolean;

  constructor(withLineage: boolean) {
    this.#withLineage = withLineage;
  }

  async survey({ engine, clock }: Boot): Promise<readonly string[]> {
    // What came due while the machine was off happens first, and what is not kept any more goes.
    await clock.advance(0);
    await patiently(clock, engine.collect());
    const read = await patiently(
      clock,
      whenReady(clock, () =>
        wholeState(engine, clock.wallMs(), { withoutLeases: true, withLineage: this.#withLineage }),
      ),
    );
    const lines = "reason" in read ? [`unreadable: ${read.reason}`] : read.result;
    return [...lines, ...engine.damages().map(({ file, reason }) => `false damage: ${file}: ${reason}`)];
  }

  judge(found: readonly string[], { expected }: Held<Allowed>): readonly string[] {
    const what = forbidden(expected, found);
    return what === undefined ? [] : [`not as acknowledged: ${what}`];
  }

  async probe({ engine, clock }: Probed<Allowed, readonly string[]>): Promise<readonly string[]> {
    const tried = await patiently(
      clock,
      whenReady(clock, () => tryOut(engine)),
    );
    return "reason" in tried ? [`stuck: ${tried.reason}`] : tried.result;
  }

  difference(one: readonly string[], other: readonly string[]): string | undefined {
    return differenceOfLines(one, other);
  }
}

function whenReady<Result>(clock: Boot["clock"], call: () => Promise<Result>): Promise<Result> {
  return onceReady(call, () => new Promise((resolve) => clock.after(pauseMs, resolve)));
}

const pauseMs = 100;

/** Nobody else gets a job that is leased, and new writes go behind those that are there. */
async function tryOut({ queues, kv }: Fabric): Promise<string[]> {
  const violations: string[] = [];
  for (const { queue } of (await queues.listQueues({})).queues) {
    const active = await queues.listJobs({ queue, state: "active" });
    const leased = new Set(active.jobs.map(({ job }) => job));
    const { jobs } = await queues.reserve({ queue, workerId: "probe", maxJobs: 2 });
    if (jobs.some(({ job }) => leased.has(job))) violations.push(`two leases: on a job of ${queue}`);
  }
  for (const { bucket, lastRevision } of (await kv.listBuckets({})).buckets) {
    const { revision } = await kv.put({ bucket, key: "probe", value: Buffer.from("probe") });
    if (revision !== lastRevision + 1) violations.push(`collision: ${bucket} gave ${revision} behind ${lastRevision}`);
  }
  return violations;
}
