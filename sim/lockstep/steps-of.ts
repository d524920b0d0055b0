import type { JobState, QueueSettingsInit } from "@flowmesh/contract";
import type { SeededRandom } from "@flowmesh/engine";
import type { Cause, Ending, Expects, JobSketch, Operate, Part, Step, Write } from "./step.ts";

/** How often what is done: kinds of steps by weight. */
export type Mix = Readonly<Partial<Record<StepKind, number>>>;
type StepKind =
  | Exclude<Step["do"], "settle">
  | "publish"
  | "caused"
  | "put"
  | "delete"
  | "add"
  | "check"
  | "enqueue"
  | "bury"
  | "settle"
  | "settle some";

const waitsMs = [1_000, 7_000, 31_000, 130_000];
const longMs = [3_601_000, 90_000_000, 40 * 86_400_000];
/** Never the same moment as that of a step, which are whole seconds apart. */
const ttlsMs = [2_500, 20_500, 100_500, 86_400_500];
const sizes = [1, 30, 30, 300, 3000];

/** Whether there are writes among them that name causes. */
export function namesCauses(mix: Mix): boolean {
  return mix.caused !== undefined;
}

/** The steps of one seed. */
export class Steps {
  readonly #random: SeededRandom;
  readonly #kinds: readonly StepKind[];
  /** Whether workers take jobs in advance. Then they extend no leases: that an attempt has begun is not known after a restart. */
  readonly #ahead: boolean;
  /** Queues that are worked on: with a group, its dead letters are the last one. */
  readonly #queues: number;
  #numbers = 0;

  constructor(random: SeededRandom, mix: Mix) {
    this.#random = random;
    this.#ahead = random.chance(0.5);
    this.#queues = mix.bury === undefined ? 2 : 3;
    const kinds = Object.entries(mix).filter(([kind]) => !this.#ahead || kind !== "extend");
    this.#kinds = kinds.flatMap(([kind, weight]) => Array<StepKind>(weight).fill(kind as StepKind));
  }

  /** So many, after those that make what they are about. */
  all(count: number): Step[] {
    const made = (["bucket", "queue"] as const).flatMap((kind) =>
      [0, 1].map((number) => ({ ...this.#step(kind), [kind]: number }) as Step),
    );
    return [...(this.#queues > 2 ? [{ do: "group" } as const] : []), ...made, ...this.take(count)];
  }

  take(count: number): Step[] {
    return this.#times(count, () => this.next());
  }

  /** The end of a life. */
  cut(): Step {
    return this.#step("cut");
  }

  next(): Step {
    return this.#step(this.#random.pick(this.#kinds));
  }

  #step(kind: StepKind): Step {
    const random = this.#random;
    switch (kind) {
      case "publish":
      case "put":
      case "delete":
      case "add":
      case "check":
      case "enqueue":
      case "bury":
      case "settle":
        return this.#write([this.#part(kind)]);
      case "write":
        return { ...this.#write(this.#parts(1 + random.integer(4), anyPart), 0.2), ...this.#answered() };
      case "caused":
        return { ...this.#write(this.#parts(1 + random.integer(3), anyPart)), ...this.#origin() };
      case "together":
        return {
          do: kind,
          writes: this.#times(2 + random.integer(3), () =>
            this.#write(this.#parts(1 + random.integer(2), additions).map(unconditional)),
          ),
        };
      case "watch":
        return {
          do: kind,
          bucket: random.integer(2),
          writes: this.#times(random.integer(3), () => this.#write([this.#unconditionalPut()])),
        };
      case "fill":
        return { do: kind, kib: 8 + random.integer(40) };
      case "bucket":
        return {
          do: kind,
          bucket: random.integer(2),
          history: random.pick([1, 1, 2, 4]),
          ttlMs: random.pick([0, 0, 0, 20_500]),
        };
      case "drop bucket":
        return { do: kind, bucket: random.integer(2) };
      case "queue":
        return { do: kind, queue: random.integer(2), settings: this.#settings() };
      case "drop queue":
        return { do: kind, queue: random.integer(2) };
      case "pause":
      case "resume":
      case "errors":
        return { do: kind, queue: random.integer(this.#queues) };
      case "purge":
        return {
          do: kind,
          queue: random.integer(this.#queues),
          ...this.#maybe(0.5, () => ({ state: random.pick(purgedStates) })),
        };
      case "get":
      case "history":
        return { do: kind, bucket: random.integer(2), key: random.integer(6) };
      case "list":
        return { do: kind, bucket: random.integer(2), prefix: random.pick(["", "ü", "k"]) };
      case "cancel":
      case "run":
      case "retry":
      case "remove":
      case "job":
      case "explain":
        return { do: kind, queue: random.integer(this.#queues), job: random.integer(12) };
      default:
        return this.#otherStep(kind);
    }
  }

  #otherStep(kind: StepKind): Step {
    const random = this.#random;
    const helds = (): number[] => this.#times(1 + random.integer(4), () => random.integer(8));
    switch (kind) {
      case "reserve":
        return {
          do: kind,
          queue: random.integer(this.#queues),
          worker: random.integer(3),
          jobs: random.pick([1, 1, 2, 5]),
          ahead: this.#ahead && random.chance(0.3),
          leaseMs: random.pick([0, 0, 0, 60_500]),
        };
      case "jobs":
        return {
          do: kind,
          queue: random.integer(this.#queues),
          ...this.#maybe(0.7, () => ({ state: random.pick(jobStates) })),
        };
      case "settle some":
        return { do: "settle", held: helds(), ending: this.#ending() };
      case "extend":
        return { do: kind, held: helds(), leaseMs: random.pick([0, 0, 5_500, 60_500]) };
      case "operate":
        return this.#operate();
      case "pause operation":
      case "resume operation":
      case "stop operation":
        return { do: kind, queue: random.integer(this.#queues), operation: 1 + random.integer(3) };
      case "wait":
        return { do: kind, ms: random.pick(waitsMs) };
      case "jump":
        return { do: kind, ms: random.pick(longMs) };
      case "restart":
        return {
          do: kind,
          how: random.pick(["closed", "killed"]),
          index: random.pick(["kept", "kept", "gone"]),
          offMs: this.#offMs(),
        };
      case "cut":
        return { do: kind, during: this.#changingStep(), before: random.integer(6), offMs: this.#offMs() };
      default:
        return { do: "collect" };
    }
  }

  #operate(): Operate {
    const random = this.#random;
    const queue = random.integer(this.#queues);
    const action = random.pick(actions);
    const state = random.pick(meant[action]);
    const hasEnded = endedStates.includes(state);
    return {
      do: "operate",
      queue,
      action,
      state,
      isDry: random.chance(0.1),
      ...this.#maybe(0.2, () => ({ error: random.pick(["failed", "hopeless"]) })),
      ...(action === "move" ? { to: random.integer(2) } : {}),
      ...(action === "move" || action === "retry"
        ? this.#maybe(0.25, () => ({ edit: random.pick(["value", "patch", "key"] as const) }))
        : {}),
      // Of jobs that go on by themselves those that are left depend on when they are looked at.
      ...(hasEnded ? this.#maybe(0.25, () => ({ rate: { limit: random.pick([1, 2]), perMs: 7_050 } })) : {}),
      ...(action === "retry" ? this.#maybe(0.5, () => ({ ramp: random.pick([[1], [1, 0], [1, 2, 0], [2, 0]]) })) : {}),
      ...(action === "retry" ? this.#maybe(0.3, () => ({ stopOnFailurePercent: random.pick([0, 40]) })) : {}),
    };
  }

  /** How long the machine is off. */
  #offMs(): number {
    return this.#random.chance(0.3) ? this.#random.pick([...waitsMs, ...longMs]) : 0;
  }

  #changingStep(): Step {
    for (;;) {
      const step = this.next();
      if (changing.has(step.do)) return step;
    }
  }

  #write(parts: readonly Part[], againChance = 0.05): Write {
    const isAgain = this.#random.chance(againChance);
    const number = isAgain ? this.#random.integer(again.length) : 100 + this.#numbers++;
    return {
      do: "write",
      number,
      parts: isAgain ? partsAgain(number) : parts,
      once: isAgain || this.#random.chance(0.05),
      ...(isAgain && number >= soonForgotten ? { windowMs: 300_000 } : {}),
    };
  }

  /** Of those that are sent again, one that may be forgotten, or one that may not. */
  #answered(): { readonly answered?: readonly number[] } {
    return this.#maybe(0.4, () => ({ answered: [soonForgotten - 1 + this.#random.integer(2)] }));
  }

  /** Something that may be there, more often than not one cause and no correlation id. */
  #origin(): Pick<Write, "causes" | "correlation"> {
    const random = this.#random;
    return {
      causes: this.#times(random.pick([0, 1, 1, 1, 2, 3]), () => this.#cause()),
      ...this.#maybe(0.3, () => ({ correlation: random.integer(correlations) })),
    };
  }

  #cause(): Cause {
    const random = this.#random;
    switch (random.pick(["record", "job", "entry"] as const)) {
      case "record":
        return { of: "record", stream: random.integer(2), offset: random.integer(12) };
      case "job":
        return { of: "job", queue: random.integer(2), job: random.integer(12) };
      case "entry":
        return { of: "entry", bucket: random.integer(2), key: random.integer(6) };
    }
  }

  #parts(count: number, kinds: readonly Part["do"][]): Part[] {
    return this.#times(count, () => this.#part(this.#random.pick(kinds)));
  }

  #part(kind: Part["do"]): Part {
    const random = this.#random;
    const bytes = random.pick(sizes);
    const entry = { bucket: random.integer(2), key: random.integer(6) };
    switch (kind) {
      case "publish":
        return { do: kind, stream: random.integer(2), records: 1 + random.integer(3), bytes };
      case "put":
        return { do: kind, ...entry, bytes, expects: this.#expects(), ...this.#ttl() };
      case "delete":
        return { do: kind, ...entry, expects: this.#expects() };
      case "check":
        return {
          do: kind,
          ...entry,
          expects: random.pick(["the present", "the present", "nothing", "something else"]),
        };
      case "add":
        return { do: kind, bucket: entry.bucket, key: random.integer(2), by: random.integer(9) - 3, ...this.#ttl() };
      case "enqueue":
        return { do: kind, queue: random.integer(2), jobs: this.#times(1 + random.integer(4), () => this.#job()) };
      case "settle":
        return { do: kind, held: random.integer(8), ending: this.#ending() };
      case "bury":
        return { do: kind, stream: 0, offset: random.integer(4), attempts: 1 + random.integer(3) };
    }
  }

  #unconditionalPut(): Part {
    return unconditional(this.#part("put"));
  }

  #job(): JobSketch {
    const random = this.#random;
    if (random.chance(0.5)) return { bytes: random.pick(sizes) };
    return {
      bytes: random.pick(sizes),
      ...this.#maybe(0.4, () => ({ priority: random.integer(10) })),
      ...this.#maybe(0.4, () => ({ delayMs: random.pick([500, 10_500, 100_500, 30 * 86_400_000 + 500]) })),
      ...this.#maybe(0.3, () => ({ order: random.integer(3) })),
      ...this.#maybe(0.6, () => ({ key: random.integer(4) })),
      ...this.#maybe(0.3, () => ({ dedupe: random.integer(4) })),
      ...this.#maybe(0.2, () => ({ maxAttempts: 1 + random.integer(2) })),
    };
  }

  #settings(): QueueSettingsInit {
    const random = this.#random;
    return {
      ...this.#maybe(0.5, () => ({ leaseMs: random.pick([10_300, 25_300]) })),
      ...this.#maybe(0.5, () => ({ maxAttempts: 1 + random.integer(4) })),
      backoff: {
        initialMs: random.pick([0, 2_100, 20_100]),
        factor: random.pick([1, 2]),
        maxMs: 100_100,
        jitter: "none",
      },
      ...this.#maybe(0.3, () => ({ concurrency: random.pick([0, 1, 3]) })),
      ...this.#maybe(0.4, () => ({ rate: { limit: random.pick([0, 2, 4]), perMs: random.pick([1_000, 600_000]) } })),
      ...this.#maybe(0.3, () => ({ concurrencyPerKey: random.pick([0, 1, 2]) })),
      ...this.#maybe(0.2, () => ({
        ratePerKey: { limit: random.pick([0, 1, 3]), perMs: random.pick([1_000, 60_000]) },
      })),
      ...this.#maybe(0.5, () => ({ keepDone: random.pick([{ count: 0 }, { count: 2 }, { count: 5, ageMs: 50_200 }]) })),
      ...this.#maybe(0.4, () => ({ keepDead: random.pick([{ count: 2 }, { ageMs: 100_200 }, {}]) })),
      ...this.#maybe(0.3, () => ({ dedupeWindowMs: random.pick([0, 5_400, 120_400]) })),
    };
  }

  #expects(): Expects {
    return this.#random.pick(["anything", "anything", "anything", "nothing", "the present", "something else"]);
  }

  #ending(): Ending {
    return this.#random.pick(["done", "done", "failed", "failed", "later", "dead", "released"]);
  }

  #ttl(): { ttlMs?: number } {
    return this.#maybe(0.3, () => ({ ttlMs: this.#random.pick([0, ...ttlsMs]) }));
  }

  #maybe<Some extends object>(chance: number, make: () => Some): Partial<Some> {
    return this.#random.chance(chance) ? make() : {};
  }

  #times<Item>(count: number, make: () => Item): Item[] {
    return Array.from({ length: count }, make);
  }
}

/** Of writes sent at once nobody knows which comes first. */
function unconditional(part: Part): Part {
  return part.do === "put" ? { ...part, expects: "anything" } : part;
}

/** Correlation ids that writes have. */
export const correlations = 3;

const additions: readonly Part["do"][] = ["publish", "put", "put", "add", "enqueue"];
const anyPart: readonly Part["do"][] = [...additions, "delete", "check", "settle", "settle"];
const jobStates: readonly JobState[] = ["waiting", "delayed", "active", "retrying", "done", "dead", "cancelled"];
const actions: readonly Operate["action"][] = ["retry", "retry", "retry", "remove", "cancel", "run", "move"];
const meant: Readonly<Record<Operate["action"], readonly JobState[]>> = {
  retry: ["dead", "dead", "dead", "cancelled", "done"],
  remove: ["dead", "done", "waiting", "delayed", "retrying"],
  cancel: ["waiting", "delayed", "active", "retrying"],
  run: ["delayed", "retrying"],
  move: ["dead", "dead", "waiting", "delayed", "retrying", "done"],
};
const endedStates: readonly JobState[] = ["dead", "done", "cancelled"];
const purgedStates: readonly JobState[] = ["waiting", "delayed", "retrying", "done", "dead", "cancelled"];
const changing: ReadonlySet<Step["do"]> = new Set([
  "write",
  "bucket",
  "queue",
  "pause",
  "resume",
  "purge",
  "reserve",
  "settle",
  "cancel",
  "retry",
  "remove",
  "operate",
  "resume operation",
  "stop operation",
]);

/** Parts of the writes that are sent again and again, by their numbers; the keys of the last ones are remembered for a short time. */
const again: readonly (readonly ("put" | "enqueue" | "publish")[])[] = [
  ["put"],
  ["put", "enqueue"],
  ["put", "enqueue", "publish"],
  ["put", "publish"],
];
const soonForgotten = 3;

/** What is sent again and again under one idempotency key is always the same. */
function partsAgain(number: number): readonly Part[] {
  const put: Part = { do: "put", bucket: 0, key: number, bytes: 30, expects: "anything" };
  const enqueue: Part = { do: "enqueue", queue: 0, jobs: [{ bytes: 30 }] };
  const publish: Part = { do: "publish", stream: 0, records: 1, bytes: 30 };
  return (again[number] ?? []).map((kind) => ({ put, enqueue, publish })[kind]);
}
