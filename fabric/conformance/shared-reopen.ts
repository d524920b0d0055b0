import { type AroundReopen, commitBytes } from "./conformance-case.ts";
import { type OpenFabric, withFabric } from "./with-fabric.ts";

/**
 * Runs the cases of a suite that look at what was opened again: the first one does the work of all, on one fabric with one reopen in the middle, and each one
 * tells what came of its own.
 */
export class SharedReopen {
  readonly #open: OpenFabric;
  readonly #cases: AroundReopen[] = [];
  #failures: Promise<ReadonlyMap<AroundReopen, unknown>> | undefined;

  constructor(open: OpenFabric) {
    this.#open = open;
  }

  /** Gives what runs the case, once all cases have been added. */
  add(aroundReopen: AroundReopen): () => Promise<void> {
    this.#cases.push(aroundReopen);
    return async () => {
      this.#failures ??= this.#runAll();
      const failures = await this.#failures;
      if (failures.has(aroundReopen)) throw failures.get(aroundReopen);
    };
  }

  #runAll(): Promise<ReadonlyMap<AroundReopen, unknown>> {
    return withFabric(this.#open, { smallLimits: false, commitBytes: commitBytes.small }, async (context) => {
      const failures = new Map<AroundReopen, unknown>();
      const looks = new Map<AroundReopen, () => Promise<void>>();
      for (const each of this.#cases) {
        await each(context).then(
          (look) => looks.set(each, look),
          (error) => failures.set(each, error),
        );
      }
      await context.reopen();
      for (const [each, look] of looks) await look().catch((error) => failures.set(each, error));
      return failures;
    });
  }
}
