import { inspectLog, type SeededRandom } from "@flowmesh/engine";
import type { Fabric } from "@flowmesh/fabric";
import { ModelFabric, VirtualModelClock } from "@flowmesh/fabric/conformance";
import { type Boot, boot, type EngineSizes, type Machine, stop, TransactionMedium } from "../machine.ts";
import { patiently } from "../patience.ts";
import { makeGroup } from "./letters.ts";
import { bucketName, streamName } from "./names.ts";
import { differenceOf, differenceOfLines } from "./plain.ts";
import { type Present, presentFor } from "./present.ts";
import { type Answer, type Call, Side } from "./side.ts";
import type { Step, Write } from "./step.ts";
import { type Moment, Watch, type Watched } from "./watch.ts";
import { entryLines, Watching } from "./watching.ts";
import { fillerName, wholeState } from "./whole-state.ts";

/** What a comparison is made with. */
export interface LockstepParts {
  readonly sizes: EngineSizes;
  readonly random: SeededRandom;
  /** What caused what is compared too. */
  readonly withLineage: boolean;
}

/** What differs between engine and model, in words. */
export class Difference extends Error {}

/**
 * An engine on a simulated machine and the model of the contract suite, which do the same steps: whatever the engine answers, and all that can be read of it, must be
 * what the model says. Both live at the same time of day.
 */
export class Lockstep {
  machine: Machine;
  #tellDone: ((operation: string) => void) | undefined;
  #watch: Watch | undefined;
  #onMoment: ((moment: Moment) => void) | undefined;
  #boots = 0;
  readonly #withLineage: boolean;
  readonly #watching: Watching = new Watching();
  readonly #sizes: EngineSizes;
  readonly #random: SeededRandom;
  readonly #clock: VirtualModelClock;
  readonly #of: { engine: Side; model: Side };
  #model: ModelFabric;
  #booted: Boot;

  private constructor(machine: Machine, booted: Boot, { sizes, random, withLineage }: LockstepParts) {
    this.machine = machine;
    this.#withLineage = withLineage;
    this.#booted = booted;
    this.#sizes = sizes;
    this.#random = random;
    this.#clock = new VirtualModelClock(booted.clock.wallMs());
    this.#model = new ModelFabric({ clock: this.#clock });
    this.#of = { engine: new Side(booted.engine, () => this.wallMs), model: new Side(this.#model, () => this.wallMs) };
    this.#observe();
  }

  /** Both with streams, and nothing else. */
  static async start(machine: Machine, parts: LockstepParts): Promise<Lockstep> {
    const booted = await boot(machine, parts.sizes, startMs, parts.random.fork("engine"));
    const lockstep = new Lockstep(machine, booted, parts);
    for (const { fabric } of [lockstep.#of.engine, lockstep.#of.model]) {
      for (const stream of [0, 1]) {
        await patiently(booted.clock, fabric.streams.createStream({ stream: streamName(stream) }));
      }
    }
    const settings = { retentionBytes: 1 };
    await patiently(booted.clock, booted.engine.streams.createStream({ stream: fillerName, settings }));
    return lockstep;
  }

  get wallMs(): number {
    return this.#booted.clock.wallMs();
  }

  get engine(): Boot["engine"] {
    return this.#booted.engine;
  }

  /** Lets both do a step. @throws Difference */
  async perform(step: Step): Promise<void> {
    switch (step.do) {
      case "together":
        return this.#together(step.writes);
      case "watch":
        return this.#watchBucket(step);
      case "fill":
        return this.#fill(step.kib);
      case "wait":
        return this.#pass(step.ms);
      case "group":
        for (const { fabric } of [this.#of.engine, this.#of.model])
          await patiently(this.#booted.clock, makeGroup(fabric));
        return this.#keepTime();
      case "jump":
        return (await this.#isLeased()) || (await this.#isOperating()) ? this.#pass(1000) : this.#jump(step.ms);
      case "collect":
        await patiently(this.#booted.clock, this.engine.collect());
        return this.#keepTime();
      case "restart":
        return this.#restart(step);
      case "cut":
        return this.#cut(step);
      case "queue":
        await this.#call(step);
        return this.#pass(forgottenMs);
      default:
        return this.#call(step);
    }
  }

  /** Has this called with each thing that the machine has done. */
  whenDone(tell: (operation: string) => void): void {
    this.#tellDone = tell;
  }

  /** Lets both do a step, and says at which moments of it the machine may stop, and what may be found then. @throws Difference */
  async watch(step: Step): Promise<Watched[]> {
    const watch = new Watch(this.wallMs, await this.lines());
    this.#watch = watch;
    const onMoment = (moment: Moment): void => watch.moment(moment);
    this.#onMoment = onMoment;
    await this.perform(step);
    this.#moment("the end of the step");
    this.#watch = undefined;
    this.#onMoment = undefined;
    return watch.watched();
  }

  /** Compares everything that can be read. @throws Difference */
  async compare(withoutLeases = false): Promise<void> {
    const found = await patiently(this.#booted.clock, this.#read(this.engine, withoutLeases));
    if ("reason" in found) throw new Difference(`the whole state cannot be read: ${found.reason}`);
    await this.#keepTime();
    const difference = differenceOfLines(found.result, await this.lines(withoutLeases));
    if (difference !== undefined) throw new Difference(`the whole state: ${difference}`);
  }

  /** Everything that can be read of the model. */
  async lines(withoutLeases = true): Promise<string[]> {
    return this.#read(this.#model, withoutLeases);
  }

  stop(): void {
    stop(this.machine);
  }

  #read(fabric: Fabric, withoutLeases: boolean): Promise<string[]> {
    const nowMs = fabric === this.#model ? this.#clock.nowMs() : this.wallMs;
    return wholeState(fabric, nowMs, { withoutLeases, withLineage: this.#withLineage });
  }

  async #call(step: Call): Promise<void> {
    const present = await presentFor(this.#model, step);
    await this.#follow(step, await this.#ask(step, present), present);
  }

  async #ask(step: Call, present: Present): Promise<Answer> {
    const outcome = await patiently(this.#booted.clock, this.#of.engine.call(step, present));
    await this.#keepTime();
    if ("reason" in outcome) throw new Difference(`${JSON.stringify(step)}: ${outcome.reason}`);
    if (this.#watch !== undefined)
      this.#watch.acknowledged = Math.max(this.#watch.acknowledged, outcome.result.position);
    return outcome.result;
  }

  /** All at once, then one after the other in the order in which the engine wrote them. */
  async #together(writes: readonly Write[]): Promise<void> {
    const present = await presentFor(this.#model, undefined);
    const asked = await Promise.all(writes.map(async (write) => ({ write, said: await this.#ask(write, present) })));
    for (const { write, said } of asked.sort((a, b) => a.said.position - b.said.position))
      await this.#follow(write, said, present);
  }

  /** The model does what the engine has done, and says the same. */
  async #follow(step: Call, { said, position }: Answer, present: Present): Promise<void> {
    const wanted = await this.#of.model.call(step, present);
    const difference = differenceOf(said, wanted.said);
    if (difference !== undefined) throw new Difference(`${JSON.stringify(step)}: ${difference}`);
    if (this.#watch !== undefined && position > 0) this.#watch.world({ position, lines: await this.lines() });
  }

  async #watchBucket({ bucket: number, writes }: Step & { readonly do: "watch" }): Promise<void> {
    const bucket = bucketName(number);
    const told = await this.#watching.watch(this.engine, this.#booted.clock, bucket, () => this.#together(writes));
    await this.#keepTime();
    if (told === undefined) return;
    const { entries } = await this.#model.kv.listEntries({ bucket });
    const difference = differenceOfLines(told, entryLines(entries));
    if (difference !== undefined) throw new Difference(`a watch of ${bucket}: ${difference}`);
  }

  /** Only the engine has a log that fills. */
  async #fill(kib: number): Promise<void> {
    const records = Array.from({ length: Math.ceil(kib / 8) }, () => ({ value: Buffer.alloc(8 * 1024), partition: 0 }));
    for (const record of records)
      await patiently(this.#booted.clock, this.engine.streams.publish({ stream: fillerName, records: [record] }));
    await this.#keepTime();
  }

  async #pass(ms: number): Promise<void> {
    await this.#booted.clock.advance(ms);
    await this.#keepTime();
  }

  async #jump(ms: number): Promise<void> {
    const { clock } = this.#booted;
    clock.setWall(clock.wallMs() + ms);
    this.#sleepTo(clock.wallMs());
    await patiently(clock, this.engine.collect());
    await this.#pass(noticedMs);
  }

  /** Nobody looks at the model's time until then. */
  #sleepTo(wallMs: number): void {
    this.#clock.jump(wallMs - this.#clock.nowMs());
    this.#clock.advance(0);
  }

  async #isLeased(): Promise<boolean> {
    const { queues } = await this.#model.queues.listQueues({});
    return queues.some(({ counts }) => (counts?.active ?? 0) > 0);
  }

  /** Whether an operation goes on, or did so until just now. */
  async #isOperating(): Promise<boolean> {
    const { operations } = await this.#model.operations.listOperations({});
    return operations.some(({ endedAt }) => endedAt === undefined || endedAt === this.wallMs);
  }

  async #restart({ how, index, offMs }: Step & { readonly do: "restart" }): Promise<void> {
    if (how === "closed") await patiently(this.#booted.clock, this.engine.close());
    const { machine } = this;
    stop(machine);
    const medium = index === "kept" ? machine.index.clone() : new TransactionMedium();
    await this.#boot({ disk: machine.disk.clone(), index: medium }, offMs);
  }

  async #cut({ during, before, offMs }: Step & { readonly do: "cut" }): Promise<void> {
    if (!isCall(during)) return;
    const present = await presentFor(this.#model, during);
    const { held } = this.#of.engine;
    const moments: Moment[] = [];
    const onMoment = (moment: Moment): number => moments.push(moment);
    this.#onMoment = onMoment;
    const { position } = await this.#ask(during, present);
    this.#onMoment = undefined;
    const stopped = moments[before]?.machine ?? copyOf(this.machine);
    this.stop();
    const { disk } = this.#random.pick([...stopped.disk.crashStates(6, this.#random)]);
    const { medium: index } = stopped.index.afterCut(this.#random);
    const { lastPosition } = await inspectLog(disk.clone());
    if (position > 0 && position <= lastPosition) await this.#of.model.call(during, present);
    else this.#of.engine.held = held;
    // The engine does what it had not come to when it starts again; the model has done so before.
    await this.#boot({ disk, index }, (await this.#isOperating()) ? 0 : offMs);
  }

  /** Both start again, at the same time, and everything is as it was. */
  async #boot(machine: Machine, offMs: number): Promise<void> {
    const wallMs = this.wallMs + offMs;
    this.machine = machine;
    await this.#model.close();
    this.#booted = await boot(machine, this.#sizes, wallMs, this.#random.fork(`engine ${++this.#boots}`));
    this.#sleepTo(wallMs);
    this.#model = await this.#model.reopen();
    await this.#pass(1000);
    this.#of.engine.fabric = this.#booted.engine;
    this.#of.model.fabric = this.#model;
    this.#observe();
    await this.compare();
  }

  #observe(): void {
    const { disk, index } = this.machine;
    disk.onOperation(({ kind, file }, moment) => {
      if (moment === "before") this.#moment(`${kind} ${file}`);
      else this.#tellDone?.(`${kind} ${file}`);
    });
    index.onOperation(() => this.#moment("a change of the index"));
  }

  #moment(operation: string): void {
    if (this.#onMoment === undefined) return;
    const { visiblePosition } = this.engine.status();
    const acknowledged = this.#watch?.acknowledged ?? 0;
    this.#onMoment({ machine: copyOf(this.machine), operation, wallMs: this.wallMs, visiblePosition, acknowledged });
  }

  /** The model's time goes on to the engine's. */
  async #keepTime(): Promise<void> {
    for (const wallMs of this.#watch?.timesUntil(this.wallMs) ?? []) {
      this.#clock.advanceTo(wallMs - 1);
      const before = await this.lines();
      this.#clock.advanceTo(wallMs);
      this.#watch?.atTime(wallMs, [before, await this.lines()]);
    }
    this.#clock.advanceTo(this.wallMs);
  }
}

/** After a time in which the machine slept: until everything has been noticed that was to happen meanwhile. */
const noticedMs = 60_000;
/** Within which jobs leave that a change of settings does not keep any more. */
const forgottenMs = 1000;
const startMs = Date.UTC(2026, 0, 1);

function copyOf({ disk, index }: Machine): Machine {
  return { disk: disk.clone(), index: index.clone() };
}

function isCall(step: Step): step is Call {
  return !["together", "watch", "fill", "group", "wait", "jump", "collect", "restart", "cut"].includes(step.do);
}
