import type { Boot } from "../machine.ts";
import type { Held, Oracle, Probed } from "../oracle.ts";
import { patiently } from "../patience.ts";
import { differenceOfLines } from "./plain.ts";
import { type Allowed, forbidden } from "./watch.ts";
import { wholeState } from "./whole-state.ts";

/** Knows what must be there from the model, which did the same. */
export class LockstepOracle implements Oracle<Allowed, readonly string[]> {
  async survey({ engine, clock }: Boot): Promise<readonly string[]> {
    // What came due while the machine was off happens first.
    await clock.advance(0);
    const lines = await wholeState(engine, clock.wallMs(), true);
    return [...lines, ...engine.damages().map(({ file, reason }) => `false damage: ${file}: ${reason}`)];
  }

  judge(found: readonly string[], { expected }: Held<Allowed>): readonly string[] {
    const what = forbidden(expected, found);
    return what === undefined ? [] : [`not as acknowledged: ${what}`];
  }

  /** Nobody else gets a job that is leased, and new writes go behind those that are there. */
  async probe({ engine, clock }: Probed<Allowed, readonly string[]>): Promise<readonly string[]> {
    const violations: string[] = [];
    const { queues } = await engine.queues.listQueues({});
    for (const { queue } of queues) {
      const active = await engine.queues.listJobs({ queue, state: "active" });
      const leased = new Set(active.jobs.map(({ job }) => job));
      const taken = await patiently(clock, engine.queues.reserve({ queue, workerId: "probe", maxJobs: 2 }));
      if ("reason" in taken) violations.push(`stuck: ${queue} gives no jobs: ${taken.reason}`);
      else if (taken.result.jobs.some(({ job }) => leased.has(job)))
        violations.push(`two leases: on a job of ${queue}`);
    }
    const { buckets } = await engine.kv.listBuckets({});
    for (const { bucket, lastRevision } of buckets) {
      const written = await patiently(clock, engine.kv.put({ bucket, key: "probe", value: Buffer.from("probe") }));
      if ("reason" in written) violations.push(`stuck: ${bucket} takes no entry: ${written.reason}`);
      else if (written.result.revision !== lastRevision + 1)
        violations.push(`collision: ${bucket} gave revision ${written.result.revision} behind ${lastRevision}`);
    }
    return violations;
  }

  difference(one: readonly string[], other: readonly string[]): string | undefined {
    return differenceOfLines(one, other);
  }
}
