import { SeededRandom } from "@flowmesh/engine";
import { SimulatedDisk } from "@flowmesh/engine/internal";
import { CrashStates } from "../crash-states.ts";
import { type EngineSizes, type Machine, smallSizes, TransactionMedium } from "../machine.ts";
import type { SimulationOptions, SimulationReport, Violation } from "../simulation.ts";
import type { LockstepWorkload } from "../workload.ts";
import { Difference, Lockstep } from "./lockstep.ts";
import { LockstepOracle } from "./lockstep-oracle.ts";
import type { Step } from "./step.ts";
import { Steps } from "./steps-of.ts";
import type { Allowed, Watched } from "./watch.ts";

/** Moments of one step at which the machine is stopped, at most. */
const momentsAStep = 8;

type Options = SimulationOptions & { readonly workload: LockstepWorkload };

/** Runs one workload from one seed on an engine beside the model, and stops the machine at every moment of every step. */
export class LockstepSimulation {
  readonly #options: Options;
  readonly #sizes: EngineSizes;
  readonly #random: SeededRandom;
  readonly #steps: Steps;
  readonly #states: CrashStates<Allowed, readonly string[]>;
  readonly #violations: Violation[] = [];
  #moments = 0;
  #writes = 0;
  #life = 0;
  #logHash = 0;

  constructor(options: Options) {
    const { workload, seed } = options;
    this.#options = options;
    this.#sizes = { ...smallSizes, ...workload.sizes };
    this.#random = new SeededRandom(seed).fork(workload.name);
    this.#steps = new Steps(this.#random.fork("steps"), workload.mix);
    this.#states = new CrashStates(this.#sizes, this.#random.fork("states"), new LockstepOracle());
  }

  async run(): Promise<SimulationReport> {
    try {
      await this.#run();
    } catch (error) {
      if (!(error instanceof Difference)) throw error;
      this.#violate("while the engine serves", `unlike the model: ${error.message}`);
    }
    return {
      moments: this.#moments,
      states: this.#states.seen,
      statesInRecovery: this.#states.seenInRecovery,
      writesAcknowledged: this.#writes,
      violations: this.#violations,
      logHash: this.#logHash,
    };
  }

  async #run(): Promise<void> {
    const lockstep = await Lockstep.start(this.#newMachine(), this.#sizes, this.#random);
    lockstep.onDone = (operation) => this.#done(operation, lockstep.machine);
    for (; this.#life < this.#options.lives; this.#life++) {
      this.#say(`--- life ${this.#life}`);
      const steps = this.#life === 0 ? this.#steps.all(stepsALife) : this.#steps.take(stepsALife);
      for (const step of steps) {
        await this.#step(lockstep, step);
        if (this.#isOver()) return lockstep.stop();
      }
      await lockstep.perform(this.#steps.cut());
    }
    await lockstep.compare();
    lockstep.stop();
  }

  async #step(lockstep: Lockstep, step: Step): Promise<void> {
    this.#say(JSON.stringify(step));
    const watched = await lockstep.watch(step);
    this.#writes += watched.some(({ acknowledged }) => acknowledged > 0) ? 1 : 0;
    const looked = this.#random.shuffle(watched).slice(0, momentsAStep);
    for (const moment of looked) if (!this.#isOver()) await this.#look(moment);
  }

  async #look({ allowed, ...moment }: Watched): Promise<void> {
    const snapshot = { ...moment, moment: 0, number: this.#moments++, hasPowerGone: false };
    const found = await this.#states.look(snapshot, allowed, this.#options.statesAMoment);
    for (const { circumstances, what } of found) this.#violate(circumstances, what);
  }

  #newMachine(): Machine {
    const disk = new SimulatedDisk({ random: this.#random.fork("disk") });
    return { disk, index: this.#options.workload.newIndex?.() ?? new TransactionMedium() };
  }

  #done(operation: string, { disk }: Machine): void {
    this.#logHash = (Math.imul(this.#logHash, 31) + (disk.hash() % 2 ** 31)) | 0;
    this.#say(`  disk: ${operation}`);
  }

  #isOver(): boolean {
    return this.#options.stopsEarly === true && this.#violations.length > 0;
  }

  #violate(circumstances: string, what: string): void {
    const { workload, seed } = this.#options;
    this.#violations.push({ workload: workload.name, seed, life: this.#life, circumstances, what });
    this.#say(`!!! ${what} (${circumstances})`);
  }

  #say(line: string): void {
    this.#options.trace?.(line);
  }
}

const stepsALife = 30;
