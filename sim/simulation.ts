import { type Engine, SeededRandom } from "@flowmesh/engine";
import { type CrashChoice, describeChoice, SimulatedDisk } from "@flowmesh/engine/internal";
import { CrashStates } from "./crash-states.ts";
import { Expectation } from "./expectation.ts";
import { judge } from "./judge.ts";
import { type FoundStream, Ledger } from "./ledger.ts";
import { LedgerOracle } from "./ledger-oracle.ts";
import { LockstepSimulation } from "./lockstep/lockstep-simulation.ts";
import {
  boot,
  type EngineSizes,
  type Machine,
  slowDown,
  smallSizes,
  someMemory,
  stop,
  TransactionMedium,
} from "./machine.ts";
import { RunNotes } from "./run-notes.ts";
import { Session } from "./session.ts";
import { type Survey, survey } from "./survey.ts";
import type { SessionWorkload, Workload } from "./workload.ts";

export interface SimulationOptions {
  readonly workload: Workload;
  readonly seed: number;
  /** How often the machine stops and the workload goes on from what is found. */
  readonly lives: number;
  /** Different crash states that are looked at for each moment. */
  readonly statesAMoment: number;
  /** Stops at the first violation. Default: false. */
  readonly stopsEarly?: boolean;
  /** Told what happens, for whoever replays a seed. */
  readonly trace?: (line: string) => void;
}

/** Something that clients can see and must not, and where it came up. */
export interface Violation {
  readonly workload: string;
  readonly seed: number;
  readonly life: number;
  /** What the machine was about to do, what survived of it, and what the index was. */
  readonly circumstances: string;
  readonly what: string;
}

export interface SimulationReport {
  /** Moments at which the machine was stopped. */
  readonly moments: number;
  /** Hashes of the different states of disk and index that an engine was started on. */
  readonly states: ReadonlySet<number>;
  /** How many of these were left by a crash inside a recovery. */
  readonly statesInRecovery: number;
  readonly writesAcknowledged: number;
  readonly violations: readonly Violation[];
  /** Of everything that was written to the disk, in order. */
  readonly logHash: number;
}

/** A moment at which the machine may stop: a copy of it, and how much had happened. */
export interface Snapshot {
  readonly machine: Machine;
  readonly moment: number;
  /** Its number among all snapshots. */
  readonly number: number;
  readonly visiblePosition: number;
  readonly wallMs: number;
  /** The life began with a loss of power, and its recovery has not yet decided what that took. */
  readonly hasPowerGone: boolean;
  /** What the machine was about to do. */
  readonly operation: string;
}

const startMs = Date.UTC(2026, 0, 1);

/** Runs one workload from one seed: its lives one after the other, and in each of them every moment at which the machine may stop. */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const { workload } = options;
  if ("mix" in workload) return new LockstepSimulation({ ...options, workload }).run();
  return new Simulation({ ...options, workload }).run();
}

type Options = SimulationOptions & { readonly workload: SessionWorkload };

class Simulation {
  readonly #options: Options;
  readonly #notes: RunNotes;
  readonly #sizes: EngineSizes;
  readonly #random: SeededRandom;
  readonly #ledger: Ledger = new Ledger();
  readonly #states: CrashStates<Expectation, Survey>;
  #machine: Machine;
  #wallMs: number = startMs;
  #visiblePosition = 0;
  #hasPowerGone = false;
  #moments = 0;
  #logHash = 0;
  #nextSnapshot = 0;
  /** Snapshots of the life under way. */
  #snapshots: Snapshot[] = [];

  constructor(options: Options) {
    const { workload, seed } = options;
    this.#options = options;
    this.#notes = new RunNotes(options);
    this.#random = new SeededRandom(seed).fork(workload.name);
    this.#sizes = { ...smallSizes, memory: someMemory(this.#random.fork("memory")), ...workload.sizes };
    const disk = new SimulatedDisk({
      random: this.#random.fork("disk"),
      capacityBytes: workload.capacityBytes ?? Number.POSITIVE_INFINITY,
    });
    this.#machine = { disk, index: workload.newIndex?.() ?? new TransactionMedium() };
    const oracle = new LedgerOracle(workload.mayBeFull ?? false);
    this.#states = new CrashStates(this.#sizes, this.#random.fork("states"), oracle);
  }

  async run(): Promise<SimulationReport> {
    while (this.#notes.life < this.#options.lives && !this.#notes.isOver) {
      this.#notes.say(`--- life ${this.#notes.life}`);
      const before = this.#ledger.moment;
      await this.#live();
      await this.#explore(before);
      if (!this.#notes.isOver) this.#goOn();
      this.#notes.life++;
    }
    const expectation = this.#expectationAt(this.#ledger.moment);
    const writes = [...expectation.writes.values()];
    return {
      moments: this.#moments,
      states: this.#states.seen,
      statesInRecovery: this.#states.seenInRecovery,
      writesAcknowledged: writes.filter(({ state }) => state === "acknowledged").length,
      violations: this.#notes.violations,
      logHash: this.#logHash,
    };
  }

  /** Starts the engine on what the life before left, lets the workload use it, and takes a snapshot before each thing that the machine does. */
  async #live(): Promise<void> {
    const random = this.#random.fork(`life ${this.#notes.life}`);
    let engine: Engine | undefined;
    let nowMs = (): number => this.#wallMs;
    this.#snapshots = [];
    const take = (operation: string): void => {
      this.#visiblePosition = engine?.status().visiblePosition ?? this.#visiblePosition;
      const machine = { disk: this.#machine.disk.clone(), index: this.#machine.index.clone() };
      const { moment } = this.#ledger;
      const number = this.#nextSnapshot++;
      this.#snapshots.push({
        machine,
        moment,
        number,
        visiblePosition: this.#visiblePosition,
        wallMs: nowMs(),
        hasPowerGone: this.#hasPowerGone,
        operation,
      });
    };
    this.#observe(take);
    const booted = await this.#boot(random);
    if (booted === undefined) return;
    engine = booted.engine;
    const { clock } = booted;
    nowMs = () => clock.wallMs();
    const expectation = this.#expectationAt(this.#ledger.moment);
    await this.#settleWithRecovery(engine, expectation);
    const { trace = () => undefined } = this.#options;
    const session = new Session({ engine, clock, random, ledger: this.#ledger, expectation, trace });
    if (this.#options.workload.isDiskSlow) slowDown(this.#machine.disk, clock, random.fork("slow disk"));
    await this.#options.workload.run(session, this.#machine.disk);
    take("the end of the workload");
    if (random.chance(0.2)) await this.#close(engine, session);
    stop(this.#machine);
  }

  /** An engine that is closed in order has synced everything that it had taken. */
  async #close(engine: Engine, session: Session): Promise<void> {
    this.#notes.say("close");
    void engine.close();
    await session.quiet(1000);
    await session.clock.settle();
  }

  #observe(take: (operation: string) => void): void {
    const { disk, index } = this.#machine;
    disk.onOperation(({ kind, file, position, length }, moment) => {
      const what = `${kind} ${file} ${length > 0 ? `${position}+${length}` : ""}`.trimEnd();
      if (moment === "before") return take(what);
      this.#logHash = (Math.imul(this.#logHash, 31) + (disk.hash() % 2 ** 31)) | 0;
      this.#notes.say(`  disk: ${what}`);
    });
    index.onOperation(() => take("a change of the index"));
  }

  async #boot(random: SeededRandom): Promise<Awaited<ReturnType<typeof boot>> | undefined> {
    try {
      return await boot(this.#machine, this.#sizes, this.#wallMs, random.fork("engine"));
    } catch (error) {
      this.#notes.violate("the start of the next life", `unrecoverable: ${String(error)}`);
      stop(this.#machine);
      return undefined;
    }
  }

  /** What was open when the machine stopped is decided now, by what the recovered engine shows. */
  async #settleWithRecovery(engine: Engine, expectation: Expectation): Promise<void> {
    const found = await survey(engine);
    expectation.seeUpTo(this.#visiblePosition);
    const visiblePosition = this.#visiblePosition;
    const judged = { expectation, visiblePosition, wallMs: this.#wallMs, isKilled: !this.#hasPowerGone };
    const { violations, kept } = judge(found, judged);
    for (const what of violations) this.#notes.violate("the start of the next life", what);
    this.#hasPowerGone = false;
    const event = { kind: "crashed", visiblePosition, kept, streams: foundStreams(found) } as const;
    this.#ledger.note(event);
    expectation.apply([event]);
  }

  /** Stops the machine at every snapshot, in every state that is asked for, and looks at what an engine makes of it. */
  async #explore(from: number): Promise<void> {
    const expectation = this.#expectationAt(from);
    for (const snapshot of this.#snapshots) {
      if (this.#notes.isOver) return;
      expectation.apply(this.#ledger.events(expectation.moment, snapshot.moment));
      expectation.seeUpTo(snapshot.visiblePosition);
      this.#moments++;
      const found = await this.#states.look(snapshot, expectation, this.#options.statesAMoment);
      for (const { circumstances, what } of found) this.#notes.violate(circumstances, what);
    }
  }

  /** The next life begins at some moment of this one: everything after it has not happened. */
  #goOn(): void {
    const random = this.#random.fork(`after life ${this.#notes.life}`);
    const count = this.#snapshots.length;
    const snapshot = this.#snapshots[count - 1 - random.integer(Math.ceil(count / 2))];
    if (snapshot === undefined) return;
    this.#ledger.returnTo(snapshot.moment);
    this.#states.forgetAfter(snapshot.number);
    this.#wallMs = snapshot.wallMs + random.integer(2000);
    this.#visiblePosition = snapshot.visiblePosition;
    this.#hasPowerGone = snapshot.hasPowerGone;
    this.#machine = this.#stopAt(snapshot, random);
  }

  /** The power goes, or only the process ends and the machine keeps what it has in memory. */
  #stopAt({ machine, operation }: Snapshot, random: SeededRandom): Machine {
    if (random.chance(0.25)) {
      this.#notes.say(`--- the process is killed before: ${operation}`);
      return machine;
    }
    this.#hasPowerGone = true;
    const states = [...machine.disk.crashStates(6, random)];
    const { choice, disk }: { choice: CrashChoice; disk: SimulatedDisk } = random.pick(states);
    const index = machine.index.afterCut(random);
    this.#notes.say(`--- the power goes before: ${operation}; ${describeChoice(choice)}; the index ${index.choice}`);
    return { disk, index: index.medium };
  }

  /** What the clients know at a moment. */
  #expectationAt(moment: number): Expectation {
    const expectation = new Expectation();
    expectation.apply(this.#ledger.events(0, moment));
    return expectation;
  }
}

function foundStreams({ streams }: Survey): Map<string, FoundStream> {
  return new Map([...streams].map(([name, { uuid, settings }]) => [name, { uuid, settings }]));
}
