import { SeededRandom } from "@flowmesh/engine";
import { SimulatedDisk } from "@flowmesh/engine/internal";
import { CrashStates } from "../crash-states.ts";
import { type EngineSizes, type Machine, smallSizes, someMemory, TransactionMedium } from "../machine.ts";
import { RunNotes } from "../run-notes.ts";
import type { SimulationOptions, SimulationReport } from "../simulation.ts";
import type { LockstepWorkload } from "../workload.ts";
import { Difference, Lockstep } from "./lockstep.ts";
import { LockstepOracle } from "./lockstep-oracle.ts";
import type { Step } from "./step.ts";
import { namesCauses, Steps } from "./steps-of.ts";
import type { Allowed, Watched } from "./watch.ts";

/** Moments of one step at which the machine is stopped, at most. */
const momentsAStep = 8;

type Options = SimulationOptions & { readonly workload: LockstepWorkload };

/** Runs one workload from one seed on an engine beside the model, and stops the machine at every moment of every step. */
export class LockstepSimulation {
  readonly #options: Options;
  readonly #notes: RunNotes;
  readonly #sizes: EngineSizes;
  readonly #random: SeededRandom;
  readonly #steps: Steps;
  readonly #withLineage: boolean;
  readonly #states: CrashStates<Allowed, readonly string[]>;
  #moments = 0;
  #writes = 0;
  #logHash = 0;

  constructor(options: Options) {
    const { workload, seed } = options;
    this.#options = options;
    this.#notes = new RunNotes(options);
    this.#random = new SeededRandom(seed).fork(workload.name);
    this.#sizes = { ...smallSizes, memory: someMemory(this.#random.fork("memory")), ...workload.sizes };
    this.#steps = new Steps(this.#random.fork("steps"), workload.mix);
    this.#withLineage = namesCauses(workload.mix);
    const oracle = new LockstepOracle(this.#withLineage);
    this.#states = new CrashStates(this.#sizes, this.#random.fork("states"), oracle);
  }

  async run(): Promise<SimulationReport> {
    try {
      await this.#run();
    } catch (error) {
      if (!(error instanceof Difference)) throw error;
      this.#notes.violate("while the engine serves", `unlike the model: ${error.message}`);
    }
    return {
      moments: this.#moments,
      states: this.#states.seen,
      statesInRecovery: this.#states.seenInRecovery,
      writesAcknowledged: this.#writes,
      violations: this.#notes.violations,
      logHash: this.#logHash,
    };
  }

  async #run(): Promise<void> {
    const lockstep = await Lockstep.start(this.#newMachine(), {
      sizes: this.#sizes,
      random: this.#random,
      withLineage: this.#withLineage,
    });
    lockstep.whenDone((operation) => this.#done(operation, lockstep.machine));
    for (; this.#notes.life < this.#options.lives; this.#notes.life++) {
      this.#notes.say(`--- life ${this.#notes.life}`);
      const steps = this.#notes.life === 0 ? this.#steps.all(stepsALife) : this.#steps.take(stepsALife);
      for (const step of steps) {
        await this.#step(lockstep, step);
        if (this.#notes.isOver) return lockstep.stop();
      }
      await lockstep.perform(this.#steps.cut());
    }
    await lockstep.compare();
    lockstep.stop();
  }

  async #step(lockstep: Lockstep, step: Step): Promise<void> {
    this.#notes.say(JSON.stringify(step));
    if (step.do === "group") return lockstep.perform(step);
    const watched = await lockstep.watch(step);
    this.#writes += watched.some(({ acknowledged }) => acknowledged > 0) ? 1 : 0;
    const looked = new Set(this.#random.shuffle(watched).slice(0, momentsAStep));
    // In their order: an index that is put back must not come from what has not happened yet.
    for (const moment of watched) if (looked.has(moment) && !this.#notes.isOver) await this.#look(moment);
  }

  async #look({ allowed, ...moment }: Watched): Promise<void> {
    const snapshot = { ...moment, moment: 0, number: this.#moments++, hasPowerGone: false };
    const found = await this.#states.look(snapshot, allowed, this.#options.statesAMoment);
    for (const { circumstances, what } of found) this.#notes.violate(circumstances, what);
  }

  #newMachine(): Machine {
    const disk = new SimulatedDisk({ random: this.#random.fork("disk") });
    return { disk, index: this.#options.workload.newIndex?.() ?? new TransactionMedium() };
  }

  #done(operation: string, { disk }: Machine): void {
    this.#logHash = (Math.imul(this.#logHash, 31) + (disk.hash() % 2 ** 31)) | 0;
    this.#notes.say(`  disk: ${operation}`);
  }
}

const stepsALife = 30;
