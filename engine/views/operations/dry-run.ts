import type { Job } from "@flowmesh/contract";
import type { CheckedOperation } from "@flowmesh/fabric/internal";
import { offsetOf } from "../queues/lease-intents.ts";
import type { NamedQueue } from "../queues/queue-table.ts";
import { JobMatcher } from "./job-matcher.ts";
import { JobScanner } from "./job-scanner.ts";
import { type RunGround, readAtOnce } from "./operation-run.ts";

/** What an operation would be about. */
export interface DryRun {
  readonly matched: number;
  readonly samples: Job[];
  readonly isPartial: boolean;
}

const SAMPLES = 10;
/** Jobs that one call looks at. */
const LOOKED_AT_MAX = 1_000_000;

/** Looks through the jobs as an operation would, and changes nothing. */
export async function dryRun(
  { heads, reader, sequencer, clock }: RunGround,
  queue: NamedQueue,
  asked: CheckedOperation,
  signal: AbortSignal,
): Promise<DryRun> {
  const { filter } = asked;
  const end = filter.toJob === "" ? Number.MAX_SAFE_INTEGER : Math.max(0, offsetOf(filter.toJob));
  const first = filter.fromJob === "" ? 0 : offsetOf(filter.fromJob);
  const scanner = new JobScanner(queue.jobs, filter.state, first, end);
  const matcher = new JobMatcher(queue, asked, heads.queues.workers, reader);
  const samples: Job[] = [];
  let matched = 0;
  let lookedAt = 0;
  while (!scanner.isAtEnd && lookedAt < LOOKED_AT_MAX) {
    const offsets = scanner.next(readAtOnce(queue));
    const matches = await Promise.all(offsets.map((offset) => matcher.match(offset, sequencer.nowMs())));
    lookedAt += offsets.length;
    for (const match of matches) {
      if (typeof match === "string") continue;
      matched++;
      const sample = samples.length < SAMPLES ? await matcher.read(match.offset) : undefined;
      if (sample !== undefined) samples.push({ ...sample, attempts: [] });
    }
    await new Promise<void>((resolve) => clock.soon(resolve));
    signal.throwIfAborted();
  }
  return { matched, samples, isPartial: !scanner.isAtEnd };
}
