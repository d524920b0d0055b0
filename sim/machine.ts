import {
  type Engine,
  type EngineMemory,
  type EngineOptions,
  openEngine,
  openIndexStore,
  type SeededRandom,
  usualEngineMemory,
  VirtualClock,
} from "@flowmesh/engine";
import { SimulatedDisk, SimulatedIndexStore } from "@flowmesh/engine/internal";

/** What an installation consists of besides its process. */
export interface Machine {
  readonly disk: SimulatedDisk;
  readonly index: IndexMedium;
}

/** Where the index is kept, and what a loss of power leaves of it. */
export interface IndexMedium {
  /** Opens the store, for one process. */
  open(): Promise<EngineOptions["index"]>;
  clone(): IndexMedium;
  /** As it may be found after a loss of power, and what was chosen, in words. */
  afterCut(random: SeededRandom): { medium: IndexMedium; choice: string };
  /** Reading a value will fail. */
  damage(random: SeededRandom): void;
  onOperation(observer: () => void): void;
  kill(): void;
  hash(): number;
}

/** The index as a list of transactions, of which a crash loses the newest. */
export class TransactionMedium implements IndexMedium {
  readonly #store: SimulatedIndexStore;

  constructor(store: SimulatedIndexStore = new SimulatedIndexStore()) {
    this.#store = store;
  }

  async open(): Promise<EngineOptions["index"]> {
    return this.#store;
  }

  clone(): IndexMedium {
    return new TransactionMedium(this.#store.clone());
  }

  afterCut(random: SeededRandom): { medium: IndexMedium; choice: string } {
    const lost = random.integer(this.#store.unsyncedTransactions + 1);
    return {
      medium: new TransactionMedium(this.#store.afterCut(lost)),
      choice: `without its newest ${lost} transactions`,
    };
  }

  damage(): void {
    this.#store.damageValue();
  }

  onOperation(observer: () => void): void {
    this.#store.onOperation((_kind, _changes, moment) => {
      if (moment === "before") observer();
    });
  }

  kill(): void {
    this.#store.kill();
  }

  hash(): number {
    return this.#store.hash();
  }
}

/** The index as the product keeps it, on a simulated disk of its own. */
export class TableMedium implements IndexMedium {
  readonly #disk: SimulatedDisk;

  constructor(disk: SimulatedDisk = new SimulatedDisk()) {
    this.#disk = disk;
  }

  open(): Promise<EngineOptions["index"]> {
    return openIndexStore(this.#disk, { memoryBytes: 16 * 1024 });
  }

  clone(): IndexMedium {
    return new TableMedium(this.#disk.clone());
  }

  afterCut(random: SeededRandom): { medium: IndexMedium; choice: string } {
    const states = [...this.#disk.crashStates(3, random)];
    return { medium: new TableMedium(random.pick(states).disk), choice: `one of ${states.length} states` };
  }

  damage(random: SeededRandom): void {
    const names = this.#disk.fileNames().filter((name) => this.#disk.fileSize(name) > 0);
    if (names.length === 0) return;
    const name = random.pick(names);
    this.#disk.flipBit(name, random.integer(this.#disk.fileSize(name)), random.integer(8));
  }

  onOperation(observer: () => void): void {
    this.#disk.onOperation((_operation, moment) => {
      if (moment === "before") observer();
    });
  }

  kill(): void {
    this.#disk.kill();
  }

  hash(): number {
    return this.#disk.hash();
  }
}

/** From now on each call of the disk takes some turns, whatever came before it. */
export function slowDown(disk: SimulatedDisk, clock: VirtualClock, random: SeededRandom): void {
  const wait = (turns: number, run: () => void): void => (turns === 0 ? run() : clock.soon(() => wait(turns - 1, run)));
  const schedule = (run: () => void): void => wait(1 + random.integer(4), run);
  disk.schedule = schedule;
}

/** The machine stops: the process hears nothing more. What is found is another machine. */
export function stop(machine: Machine): void {
  machine.disk.kill();
  machine.index.kill();
}

/** Sizes of the engine under simulation: small, so that much happens in little. */
export interface EngineSizes {
  readonly segmentBytes: number;
  readonly groupBytes: number;
  readonly durability: "always" | "interval" | "memory";
  /** Default: the engine's own. */
  readonly logSegments?: number;
  /** Default: the engine's own. */
  readonly memory?: EngineMemory;
}

export const smallSizes: EngineSizes = { segmentBytes: 64 * 1024, groupBytes: 16 * 1024, durability: "always" };

/** What it may hold in memory: much, or so little that it waits for room in the ring, and saves the keys of KV all the time. */
export function someMemory(random: SeededRandom): EngineMemory {
  return random.chance(0.5)
    ? usualEngineMemory
    : { ringSegments: 1, readBufferBytes: 0, keysInMemory: 20, jobLogsBytes: 2000 };
}

/** An engine that serves, or why it does not. */
export interface Boot {
  readonly engine: Engine;
  readonly clock: VirtualClock;
}

/** Time that a start may need beyond what its promises need: retries of something that is not ready at once. */
const startMs = 5000;

/** Starts the engine on a machine. Throws when it fails, or does not come up within a few seconds of its own time. */
export async function boot(machine: Machine, sizes: EngineSizes, wallMs: number, random: SeededRandom): Promise<Boot> {
  const clock = new VirtualClock(wallMs);
  const index = await machine.index.open();
  let outcome: { engine: Engine } | { error: unknown } | undefined;
  openEngine({ disk: machine.disk, index, clock, random, ...sizes }).then(
    (engine) => {
      outcome = { engine };
    },
    (error: unknown) => {
      outcome = { error };
    },
  );
  await clock.settle();
  for (let waitedMs = 0; outcome === undefined && waitedMs < startMs; waitedMs += 500) await clock.advance(500);
  if (outcome === undefined) throw new Error("the engine does not come up");
  if ("error" in outcome) throw outcome.error;
  return { engine: outcome.engine, clock };
}
