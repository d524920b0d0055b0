import { type Clock, type Engine, openEngine, type SeededRandom, type Timer } from "@flowmesh/engine";
import { SimulatedDisk, SimulatedIndexStore } from "@flowmesh/engine/internal";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";

/** What outlives an engine. */
export interface Stores {
  readonly disk: SimulatedDisk;
  readonly index: SimulatedIndexStore;
}

/** Room for a commit of the greatest size, and not much more: each is zeroed when it is made. */
const segmentBytes = 20 * 1024 * 1024;

export function newStores(): Stores {
  return { disk: new SimulatedDisk(), index: new SimulatedIndexStore() };
}

/** An engine from its start to its end, which comes in order or all of a sudden. */
export class EngineLife {
  readonly engine: Engine;
  readonly stores: Stores;
  readonly #clock: MortalClock;
  readonly #cutOff: Promise<never>;
  #cut: (error: FlowMeshError) => void = () => undefined;
  #isOver = false;

  private constructor(engine: Engine, stores: Stores, clock: MortalClock) {
    this.engine = engine;
    this.stores = stores;
    this.#clock = clock;
    this.#cutOff = new Promise((_, reject) => {
      this.#cut = reject;
    });
    this.#cutOff.catch(() => undefined);
  }

  static async open(stores: Stores, clock: Clock, random: SeededRandom): Promise<EngineLife> {
    const mortal = new MortalClock(clock);
    const engine = await openEngine({ ...stores, clock: mortal, random, segmentBytes, path: "memory" });
    return new EngineLife(engine, stores, mortal);
  }

  /** Waits for what is asked of the engine. @throws FlowMeshError `connection_failed` when its life ended before the answer came */
  async run<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await Promise.race([call(), this.#cutOff]);
    } catch (error) {
      throw this.#isOver && isFlowMeshError(error, "closed") ? cutOff() : error;
    }
  }

  /** Ends it in order: what it has taken is written and answered. @returns what another one finds */
  async close(): Promise<Stores> {
    this.#isOver = true;
    await this.engine.close();
    const { disk, index } = this.stores;
    const found = { disk: disk.restart(), index: index.clone() };
    index.kill();
    this.#clock.end();
    return found;
  }

  /** The power goes: nothing is answered any more, and what was not synced is lost. @returns what another one finds */
  crash(): Stores {
    this.#isOver = true;
    this.#clock.end();
    const { disk, index } = this.stores;
    const found = { disk: disk.crash(), index: index.crash(index.unsyncedTransactions) };
    this.#cut(cutOff());
    return found;
  }
}

/** The clock of an engine: when that has ended, so have its timers. */
class MortalClock implements Clock {
  readonly #clock: Clock;
  #isOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wallMs(): number {
    return this.#clock.wallMs();
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  after(delayMs: number, callback: () => void): Timer {
    return this.#clock.after(delayMs, () => this.#call(callback));
  }

  atWall(wallMs: number, callback: () => void): Timer {
    return this.#clock.atWall(wallMs, () => this.#call(callback));
  }

  soon(callback: () => void): void {
    this.#clock.soon(() => this.#call(callback));
  }

  end(): void {
    this.#isOver = true;
  }

  #call(callback: () => void): void {
    if (!this.#isOver) callback();
  }
}

function cutOff(): FlowMeshError {
  return new FlowMeshError("connection_failed", { address: "the test's FlowMesh", problem: "it was restarted" });
}
