import type { Fabric } from "../fabric.ts";
import type { ConformanceCase, FabricUnderTest } from "./conformance-case.ts";
import { type Fact, observeFabric, requiredFacts } from "./coverage.ts";
import { applies, families, runCase } from "./fabric-suite.ts";
import { interceptFabric } from "./intercepted-fabric.ts";
import { ModelFabric } from "./model-fabric.ts";
import { type Mutant, onFabric } from "./mutant.ts";
import { modelHooks, openModel } from "./open-model.ts";
import type { OpenOptions } from "./with-fabric.ts";

/** A case with what it saw on the model, and how long it took. */
interface Recorded {
  readonly each: ConformanceCase;
  readonly facts: ReadonlySet<Fact>;
  readonly durationMs: number;
}

/** Turns of the event loop in which nothing calls the fabric, after which a case on a virtual clock has nothing left that could wake it. */
const idleTurnsMax = 5_000;

/** Runs every case that applies to the model on it, and notes what each one sees. A case that fails makes the run fail. */
export async function recordCases(): Promise<Recorded[]> {
  const { capabilities } = new ModelFabric();
  const cases = Object.values(families)
    .flat()
    .filter((each) => applies(each, { capabilities, hooks: modelHooks }));
  const recorded: Recorded[] = [];
  for (const each of cases) {
    const facts = new Set<Fact>();
    const startMs = performance.now();
    const observe = onFabric((fabric) => observeFabric(fabric, (fact) => facts.add(fact)));
    await runCase(each, { open: async (options) => observe(await openModel(options)) });
    recorded.push({ each, facts, durationMs: performance.now() - startMs });
  }
  return recorded.sort((a, b) => a.durationMs - b.durationMs);
}

/** What the suite must have a case for and no case saw. */
export function missingFacts(recorded: readonly Recorded[]): Fact[] {
  return requiredFacts().filter((fact) => !recorded.some(({ facts }) => facts.has(fact)));
}

/** Name of the first case that fails on the mutant; undefined when none does. It moves to the front: what notices one mutant notices most of those like it. */
export async function findKiller({ fact, mutate }: Mutant, recorded: Recorded[]): Promise<string | undefined> {
  for (const [index, { each, facts }] of recorded.entries()) {
    if (fact !== undefined && !facts.has(fact)) continue;
    if (await passes(each, mutate)) continue;
    recorded.unshift(...recorded.splice(index, 1));
    return each.name;
  }
  return undefined;
}

/** Whether the case passes on the mutant. One that hangs does not. */
async function passes(each: ConformanceCase, mutate: Mutant["mutate"]): Promise<boolean> {
  let calls = 0;
  const count = onFabric((fabric) => countCalls(fabric, () => calls++));
  const open = async (options: OpenOptions): Promise<FabricUnderTest> => mutate(count(await openModel(options)));
  let outcome: boolean | undefined;
  runCase(each, { open }).then(
    () => {
      outcome = true;
    },
    () => {
      outcome = false;
    },
  );
  for (let idle = 0, before = 0; outcome === undefined && idle < idleTurnsMax; idle = calls === before ? idle + 1 : 0) {
    before = calls;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return outcome ?? false;
}

/** The same fabric, which tells of each call and of each response of a sequence. */
function countCalls(fabric: Fabric, count: () => void): Fabric {
  return interceptFabric(fabric, {
    unary: (_method, next) => (request, options) => {
      count();
      return next(request, options);
    },
    stream: (_method, next) =>
      async function* (request, options) {
        count();
        for await (const response of next(request, options)) {
          count();
          yield response;
        }
      },
  });
}
