import type { ErrorGroup, Job } from "@flowmesh/contract";
import { normaliseError } from "./normalise-error.ts";

const groupsMax = 1000;

/** Dead jobs grouped by what went wrong, as they are looked at. */
export class ErrorGroups {
  readonly #groups = new Map<string, ErrorGroup>();

  /** @param isRepeated it had been tried again before */
  add(job: Job, isRepeated: boolean): void {
    const { id, error, frame } = errorGroupOf(job);
    const known = this.#groups.get(id);
    const endedAt = job.endedAt ?? 0;
    const [firstAt, lastAt] = [
      Math.min(known?.firstAt ?? endedAt, endedAt),
      Math.max(known?.lastAt ?? endedAt, endedAt),
    ];
    const isNewest = known === undefined || endedAt > (known.lastAt ?? 0);
    const sample = isNewest ? { ...job, value: undefined, headers: [], attempts: [] } : known.sample;
    const [jobs, repeated] = [(known?.jobs ?? 0) + 1, (known?.repeated ?? 0) + (isRepeated ? 1 : 0)];
    this.#groups.set(id, { errorGroup: id, error, frame, jobs, repeated, firstAt, lastAt, sample });
  }

  /** The largest ones, the largest first. */
  all(): ErrorGroup[] {
    const bySize = (a: ErrorGroup, b: ErrorGroup): number => b.jobs - a.jobs || (a.errorGroup < b.errorGroup ? -1 : 1);
    return [...this.#groups.values()].sort(bySize).slice(0, groupsMax);
  }
}

/** What a dead job died of. */
export function errorGroupOf({ error, attempts }: Job): ReturnType<typeof normaliseError> {
  return normaliseError(error, attempts.findLast(({ end }) => end !== "done")?.stack);
}
