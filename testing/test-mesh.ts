import { Mesh, type PublisherOptions } from "@flowmesh/client";
import { SeededRandom, SettlingClock } from "@flowmesh/engine";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { EngineLife, newStores, type Stores } from "./engine-life.ts";
import { RestartableFabric } from "./restartable-fabric.ts";
import { TestClock } from "./test-clock.ts";

/** What a test's mesh begins with, beside what `connect` takes for publishing. */
export interface TestMeshOptions extends PublisherOptions {
  /** All that is random follows from it: ids, the spread of pauses. Default 1. */
  readonly seed?: number | string | undefined;
  /** The time at which its clock stands at first. Default 2026-01-01T00:00:00Z. */
  readonly now?: Date | string | undefined;
}

/** How a mesh is started again. */
export interface RestartOptions {
  /** True: the power goes. Calls under way are cut off, and what was not synced is lost. Default false: it is closed in order. */
  readonly crash?: boolean | undefined;
}

/** The parts of a mesh that its test moves. */
interface World {
  readonly clock: SettlingClock;
  readonly random: SeededRandom;
}

const firstMs = Date.UTC(2026, 0, 1);

/**
 * FlowMesh inside a test: all that a `Mesh` can do, on the real engine, in memory, without a server. Its time is `clock`'s and stands still until the test moves it, and all that is
 * random follows from a seed: the same calls give the same log, byte for byte. Needs no test runner, and runs with any.
 */
export class TestMesh extends Mesh {
  override readonly clock: TestClock;
  readonly #fabric: RestartableFabric;
  readonly #world: World;
  #stores: Stores;

  private constructor(first: EngineLife, world: World, options: PublisherOptions) {
    const fabric = new RestartableFabric(first, (found) => this.#begin(found));
    super(fabric, options, { clock: world.clock, random: world.random.fork("client") });
    this.#fabric = fabric;
    this.#world = world;
    this.#stores = first.stores;
    this.clock = new TestClock(world.clock);
  }

  /** @throws FlowMeshError `configuration_invalid`, `field_invalid`, `field_unknown` */
  static async open(options: TestMeshOptions = {}): Promise<TestMesh> {
    const { seed = 1, now = new Date(firstMs), ...publisher } = options;
    const nowMs = new Date(now).getTime();
    if (Number.isNaN(nowMs)) throw new FlowMeshError("field_invalid", { field: "now", problem: "is no valid date" });
    const world = { clock: new SettlingClock(nowMs), random: new SeededRandom(seed) };
    const first = await EngineLife.open(newStores(), world.clock, world.random.fork("engine 1"));
    try {
      return new TestMesh(first, world, publisher);
    } catch (error) {
      await first.close();
      if (!isFlowMeshError(error, "field_unknown")) throw error;
      const [field, known] = [String(error.details.field), `seed, now, ${error.details.known}`];
      throw new FlowMeshError("field_unknown", { field, message: "the options of TestMesh.open", known });
    }
  }

  /**
   * Closes the engine and opens it again on the same data, as a server that is restarted, or whose power went. The mesh stays open: calls and consumers go on as they
   * do when a connection was lost. No time passes. Bytes of records published before with durability `always`, the default, are there in either case.
   */
  async restart(options: RestartOptions = {}): Promise<void> {
    const { crash = false } = options;
    await this.#fabric.restart((life) => (crash ? life.crash() : life.close()));
    await this.clock.settle();
  }

  /** A digest of everything that stands in the log, when all has settled: equal digests, equal bytes. */
  async log(): Promise<string> {
    await this.clock.settle();
    return this.#stores.disk.hash().toString(16).padStart(14, "0");
  }

  async #begin(found: Stores): Promise<EngineLife> {
    const { clock, random } = this.#world;
    const life = await EngineLife.open(found, clock, random.fork(`engine at ${clock.monotonicMs()}`));
    this.#stores = life.stores;
    return life;
  }
}
