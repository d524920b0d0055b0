import type { SeededRandom } from "@flowmesh/engine";
import { allLost, describeChoice } from "@flowmesh/engine/internal";
import {
  type Boot,
  boot,
  type EngineSizes,
  type IndexMedium,
  type Machine,
  stop,
  TransactionMedium,
} from "./machine.ts";
import type { Oracle } from "./oracle.ts";
import { patiently } from "./patience.ts";
import type { Snapshot } from "./simulation.ts";

/** A violation, and in which state it came up. */
export interface Finding {
  readonly circumstances: string;
  readonly what: string;
}

/**
 * Of the states that are looked at, the parts that are also: tried with new and repeated writes; recovered twice; recovered with other indexes; crashed inside
 * their recovery. `killed`: of the moments, those at which only the process ends, and the power goes in the recovery from that.
 */
const shares = { probed: 0.3, twice: 0.12, otherIndexes: 0.06, inside: 0.03, killed: 0.05 };
/** Crashes inside the recovery from a crash inside a recovery, and no further. */
const depthMax = 2;
const statesInside = 2;
const surveysKept = 512;

interface Trial<Expected> {
  readonly machine: Machine;
  readonly snapshot: Snapshot;
  readonly expected: Expected;
  readonly circumstances: string;
  readonly depth: number;
}

/** Starts engines on the states in which a stopped machine may be found, and judges what they show. Counts the different states. */
export class CrashStates<Expected, Found> {
  readonly seen: Set<number> = new Set();
  seenInRecovery = 0;
  readonly #sizes: EngineSizes;
  readonly #random: SeededRandom;
  readonly #oracle: Oracle<Expected, Found>;
  /** What engines showed on the states that were met last: neighbouring moments share them. */
  readonly #surveys: Map<string, Found> = new Map();
  /** Copies of the index from earlier, any of which somebody may put back. */
  #olderIndexes: { readonly index: IndexMedium; readonly snapshot: number }[] = [];
  #findings: Finding[] = [];

  constructor(sizes: EngineSizes, random: SeededRandom, oracle: Oracle<Expected, Found>) {
    this.#sizes = sizes;
    this.#random = random;
    this.#oracle = oracle;
  }

  /** Looks at so many states that a stop at this moment may leave. */
  async look(snapshot: Snapshot, expected: Expected, states: number): Promise<readonly Finding[]> {
    this.#findings = [];
    const { machine, operation } = snapshot;
    for (const state of machine.disk.crashStates(states, this.#random)) {
      const index = this.#foundIndex(machine.index);
      const circumstances = `before ${operation}; ${describeChoice(state.choice)}; the index ${index.choice}`;
      const found = { disk: state.disk, index: index.medium };
      await this.#try({ machine: found, snapshot, expected, circumstances, depth: 0 });
    }
    if (this.#random.chance(shares.killed)) await this.#kill(snapshot, expected);
    if (this.#random.chance(0.05)) this.#olderIndexes.push({ index: machine.index.clone(), snapshot: snapshot.number });
    return this.#findings;
  }

  /** What happened after this snapshot has not happened. */
  forgetAfter(snapshot: number): void {
    this.#olderIndexes = this.#olderIndexes.filter((older) => older.snapshot <= snapshot);
  }

  #foundIndex(index: IndexMedium): { medium: IndexMedium; choice: string } {
    const kind = this.#random.integer(20);
    if (kind === 0) return { medium: new TransactionMedium(), choice: "is gone" };
    if (kind === 1 && this.#olderIndexes.length > 0) {
      return {
        medium: this.#random.pick(this.#olderIndexes).index.afterCut(this.#random).medium,
        choice: "is an older copy",
      };
    }
    const cut = index.afterCut(this.#random);
    if (kind === 2) cut.medium.damage(this.#random);
    return kind === 2 ? { medium: cut.medium, choice: `${cut.choice}, damaged` } : cut;
  }

  /** Only the process ends: the next one finds what the machine still has in memory, and the power may go while it recovers from that. */
  async #kill(snapshot: Snapshot, expected: Expected): Promise<void> {
    const machine = { disk: snapshot.machine.disk.clone(), index: snapshot.machine.index.clone() };
    const circumstances = `the process is killed before ${snapshot.operation}`;
    const trial = { machine, snapshot, expected, circumstances, depth: 1 };
    const inside: Machine[] = [];
    observe(machine, inside);
    const booted = await this.#boot(trial);
    if (booted === undefined) return;
    this.#judge(trial, await this.#oracle.survey(booted), !snapshot.hasPowerGone);
    for (const [index, stopped] of inside.entries()) await this.#crashInside(trial, stopped, index);
    await this.#compareAfterCut(trial, booted, "at once");
  }

  async #try(trial: Trial<Expected>): Promise<void> {
    const { machine, depth } = trial;
    const hash = this.#count(machine, depth > 0);
    const stateAndTime = `${hash} at ${trial.snapshot.wallMs}`;
    const known = this.#surveys.get(stateAndTime);
    if (known !== undefined) return this.#judge(trial, known);
    const copies = { disk: machine.disk.clone(), index: machine.index.clone() };
    const isLookedInside = depth < depthMax && this.#random.chance(depth === 0 ? shares.inside : shares.inside / 2);
    const inside: Machine[] = [];
    if (isLookedInside) observe(machine, inside);
    const booted = await this.#boot(trial);
    if (booted === undefined) return;
    const found = await this.#oracle.survey(booted);
    this.#remember(stateAndTime, found);
    this.#judge(trial, found);
    for (const [index, stopped] of inside.entries()) await this.#crashInside(trial, stopped, index);
    if (this.#random.chance(shares.otherIndexes)) await this.#compareIndexes(trial, copies);
    if (this.#random.chance(shares.probed)) await this.#probe(trial, booted, found);
    else if (this.#random.chance(shares.twice)) await this.#compareAfterCut(trial, booted, "at once");
    stop(machine);
  }

  async #boot(trial: Trial<Expected>, machine: Machine = trial.machine): Promise<Boot | undefined> {
    try {
      return await boot(machine, this.#sizes, trial.snapshot.wallMs, this.#random);
    } catch (error) {
      this.#find(trial, `unrecoverable: ${String(error)}`);
      stop(machine);
      return undefined;
    }
  }

  /** Every machine on which an engine is started for the first time counts. Everything on it is durable. */
  #count(machine: Machine, isInRecovery: boolean): number {
    const hash = (machine.disk.hash() + machine.index.hash()) % Number.MAX_SAFE_INTEGER;
    if (isInRecovery && !this.seen.has(hash)) this.seenInRecovery++;
    this.seen.add(hash);
    return hash;
  }

  #judge(trial: Trial<Expected>, found: Found, isKilled = false): void {
    const { expected, snapshot } = trial;
    for (const what of this.#oracle.judge(found, { expected, snapshot, isKilled })) this.#find(trial, what);
  }

  async #crashInside(trial: Trial<Expected>, stopped: Machine, step: number): Promise<void> {
    const index = stopped.index.afterCut(this.#random);
    for (const state of stopped.disk.crashStates(statesInside, this.#random)) {
      const circumstances = `${trial.circumstances}; then in recovery, before step ${step}; ${describeChoice(state.choice)}`;
      const machine = { disk: state.disk, index: index.medium.clone() };
      await this.#try({ ...trial, machine, circumstances, depth: trial.depth + 1 });
    }
  }

  /** An engine that finds no index, or an older one, shows the same. */
  async #compareIndexes(trial: Trial<Expected>, copies: Machine): Promise<void> {
    const others = [
      copies.index,
      new TransactionMedium(),
      ...this.#olderIndexes.slice(-1).map(({ index }) => index.clone()),
    ];
    let first: Found | undefined;
    for (const index of others) {
      const machine = { disk: copies.disk.clone(), index };
      this.#count(machine, trial.depth > 0);
      const shown = await this.#showCollected(trial, machine);
      if (shown === undefined) return;
      first ??= shown;
      const what = this.#oracle.difference(first, shown);
      if (what !== undefined) this.#find(trial, `index: another index shows something else: ${what}`);
    }
  }

  /** Tries the engine, then stops it: what it acknowledged meanwhile is there, and all else is as it was. */
  async #probe(trial: Trial<Expected>, booted: Boot, found: Found): Promise<void> {
    const { expected } = trial;
    const violations = await this.#oracle.probe({ ...booted, random: this.#random, expected, found });
    for (const what of violations) this.#find(trial, what);
    await this.#compareAfterCut(trial, booted, "after new writes");
  }

  /** A recovery is not undone by the next one. */
  async #compareAfterCut(trial: Trial<Expected>, booted: Boot, when: string): Promise<void> {
    if ("reason" in (await patiently(booted.clock, booted.engine.collect()))) return;
    const before = await this.#oracle.survey(booted);
    const machine = {
      disk: trial.machine.disk.crash(allLost),
      index: trial.machine.index.afterCut(this.#random).medium,
    };
    this.#count(machine, false);
    const after = await this.#showCollected(trial, machine);
    const what = after && this.#oracle.difference(before, after);
    if (what !== undefined) this.#find(trial, `lost: a power cut ${when} changes what was shown: ${what}`);
  }

  /** What an engine on this machine shows once it has removed what retention does not keep: when it does so by itself depends on the index. */
  async #showCollected(trial: Trial<Expected>, machine: Machine): Promise<Found | undefined> {
    const booted = await this.#boot(trial, machine);
    if (booted === undefined) return undefined;
    const collected = await patiently(booted.clock, booted.engine.collect());
    const shown = "reason" in collected ? undefined : await this.#oracle.survey(booted);
    stop(machine);
    return shown;
  }

  #remember(stateAndTime: string, found: Found): void {
    this.#surveys.set(stateAndTime, found);
    const [oldest] = this.#surveys.keys();
    if (this.#surveys.size > surveysKept && oldest !== undefined) this.#surveys.delete(oldest);
  }

  #find({ circumstances }: Trial<Expected>, what: string): void {
    this.#findings.push({ circumstances, what });
  }
}

/** Copies the machine before each thing that it does. */
function observe(machine: Machine, copies: Machine[]): void {
  const copy = (): void => {
    copies.push({ disk: machine.disk.clone(), index: machine.index.clone() });
  };
  machine.disk.onOperation((_operation, moment) => {
    if (moment === "before") copy();
  });
  machine.index.onOperation(copy);
}
