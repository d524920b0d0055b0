import { SeededRandom } from "@flowmesh/engine";
import { SimulatedDisk } from "@flowmesh/engine/internal";
import { type EngineSizes, smallSizes, someMemory, TableMedium, TransactionMedium } from "../machine.ts";
import { Difference, Lockstep } from "./lockstep.ts";
import type { Step } from "./step.ts";
import { type Mix, namesCauses, Steps } from "./steps-of.ts";

const stepsARun = 60;

const seldom: Mix = { wait: 6, jump: 1, fill: 3, collect: 1, restart: 1, cut: 2 };
const ofEntries: Mix = {
  put: 6,
  delete: 2,
  add: 2,
  together: 3,
  bucket: 2,
  "drop bucket": 1,
  get: 1,
  history: 1,
  list: 1,
  watch: 2,
};
const ofJobs: Mix = {
  enqueue: 6,
  reserve: 7,
  settle: 4,
  "settle some": 4,
  extend: 2,
  queue: 2,
  "drop queue": 1,
  pause: 1,
  resume: 1,
  purge: 1,
  jobs: 1,
  job: 1,
  explain: 1,
  cancel: 1,
  run: 1,
  retry: 2,
  remove: 1,
};

const ofManyJobs: Mix = {
  operate: 5,
  "pause operation": 1,
  "resume operation": 1,
  "stop operation": 1,
  bury: 2,
  errors: 1,
  enqueue: 4,
  reserve: 6,
  settle: 4,
  "settle some": 3,
  cancel: 1,
  retry: 1,
  remove: 1,
};

/** Writes that name causes, while jobs and entries come and go, and with them what is known of causes. */
const ofCauses: Mix = {
  caused: 24,
  put: 3,
  delete: 2,
  fill: 12,
  collect: 8,
  "drop bucket": 1,
  reserve: 3,
  "settle some": 3,
  remove: 2,
};

interface Kind {
  readonly mix: Mix;
  readonly sizes?: Partial<EngineSizes>;
}

/** Of one service, whose segments then are given back, or of all together; with restarts, loss of power, collections and the clock. */
const usual: readonly Kind[] = [
  { mix: { ...ofEntries, ...ofJobs, ...seldom, publish: 2, write: 8 } },
  { mix: { ...ofEntries, ...seldom, fill: 8 } },
  { mix: { ...ofJobs, ...seldom } },
];

/** What each seed is of, in turns. */
const kinds: readonly Kind[] = [
  ...usual,
  { mix: { ...ofManyJobs, ...seldom, cut: 8, restart: 3 } },
  ...usual,
  { mix: { ...seldom, ...ofCauses }, sizes: { segmentBytes: 32 * 1024, logSegments: 2 } },
];

/** The seed of this number among those with operations on many jobs. */
export function seedOfOperations(number: number): number {
  return seedOfKind(number, ({ mix }) => mix.operate !== undefined);
}

/** The seed of this number among those whose writes name causes. */
export function seedOfCauses(number: number): number {
  return seedOfKind(number, ({ mix }) => namesCauses(mix));
}

function seedOfKind(number: number, isMeant: (kind: Kind) => boolean): number {
  return kinds.length * number + kinds.findIndex(isMeant);
}

/** Steps after which engine and model differ, and in what. */
export interface Failure {
  readonly steps: readonly Step[];
  readonly difference: string;
}

/** What differs after the steps of a seed, if anything does. */
export function differenceFrom(seed: number): Promise<string | undefined> {
  return differenceAfter(stepsOf(seed), seed);
}

function kindOf(seed: number): Kind {
  return kinds[seed % kinds.length] as Kind;
}

function stepsOf(seed: number): Step[] {
  return new Steps(new SeededRandom(seed).fork("steps"), kindOf(seed).mix).all(stepsARun);
}

/** Runs the steps of a seed. When engine and model differ, as few of them as still do. */
export async function compareFrom(seed: number): Promise<Failure | undefined> {
  const steps = stepsOf(seed);
  const difference = await differenceAfter(steps, seed);
  if (difference === undefined) return undefined;
  return shrink({ steps, difference }, (fewer) => differenceAfter(fewer, seed));
}

/** For people: the difference, and how it comes about. */
export function describeFailure(seed: number, { steps, difference }: Failure): string {
  const lines = steps.map((step, index) => `  ${index + 1}. ${JSON.stringify(step)}`);
  return [`seed ${seed}: ${difference}`, "after", ...lines].join("\n");
}

async function differenceAfter(steps: readonly Step[], seed: number): Promise<string | undefined> {
  const random = new SeededRandom(seed).fork("lockstep");
  const index = seed % 4 === 0 ? new TableMedium() : new TransactionMedium();
  const machine = { disk: new SimulatedDisk({ random: random.fork("disk") }), index };
  const { mix, sizes: own } = kindOf(seed);
  const sizes = { ...smallSizes, memory: someMemory(random.fork("memory")), ...own };
  const lockstep = await Lockstep.start(machine, { sizes, random, withLineage: namesCauses(mix) });
  try {
    for (const step of steps) await lockstep.perform(step);
    await lockstep.compare();
    return undefined;
  } catch (error) {
    return error instanceof Difference ? error.message : String((error as Error).stack);
  } finally {
    lockstep.stop();
  }
}

/** Leaves out what is not needed for a difference: halves first, then quarters, at last single steps. */
async function shrink(
  failure: Failure,
  differenceOf: (steps: readonly Step[]) => Promise<string | undefined>,
): Promise<Failure> {
  let { steps, difference } = failure;
  for (let size = steps.length >>> 1; size >= 1; size >>>= 1) {
    for (let at = 0; at < steps.length; ) {
      const fewer = steps.toSpliced(at, size);
      const found = fewer.length === 0 ? undefined : await differenceOf(fewer);
      if (found === undefined) at += size;
      else [steps, difference] = [fewer, found];
    }
  }
  return { steps, difference };
}
