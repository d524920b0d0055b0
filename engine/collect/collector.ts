import type { Clock, Timer } from "../clock/clock.ts";
import type { CommitHeads } from "../commit/commit-intent.ts";
import type { Sequencer } from "../commit/sequencer.ts";
import type { Log } from "../log/log.ts";
import { TrimIntent } from "../views/streams/stream-intents.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import type { CarryBudget } from "./carry-budget.ts";
import type { CollectPace } from "./collect-pace.ts";
import { carryBytesMax, commitGroups } from "./commit-groups.ts";
import type { KvCarrier } from "./kv-carrier.ts";
import type { LineageCarrier } from "./lineage-carrier.ts";
import { ReleaseIntent } from "./release-intent.ts";
import { RestateIntent } from "./restate-intent.ts";
import { expired, nextExpiryMs, type TrimmedStart } from "./retention.ts";
import { RoomMaker } from "./room-maker.ts";
import { isRefusal, RoundSteps } from "./round-steps.ts";
import type { ScheduleCarrier } from "./schedule-carrier.ts";
import type { SegmentUse } from "./segment-use.ts";
import { ForgetJobsIntent, nextForgetMs, settledStarts } from "./settled-jobs.ts";
import type { Settler } from "./settler.ts";

/**
 * Removes what retention no longer keeps, and gives back segments that hold no live record, oldest first; entries of KV, schedules and lineage that they hold are carried, and
 * what is kept for long is settled. Runs after every sealed segment, within a second of a
 * commit, and when the oldest batch becomes too old; one round at a time, and none while nothing can expire. Both effects are commits like any other, so that
 * replay finds them.
 */
export interface CollectorOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly sequencer: Sequencer;
  readonly heads: CommitHeads;
  readonly view: StreamsView;
  readonly use: SegmentUse;
  readonly kv: KvCarrier;
  readonly settler: Settler;
  readonly schedules: ScheduleCarrier;
  readonly lineage: LineageCarrier;
  readonly budget: CarryBudget;
  readonly pace: CollectPace;
  /** Segments below are saved in the index store and may go. */
  readonly savedFloor: () => number;
  /** Told of failures that are not the log's own. */
  readonly onError: (error: unknown) => void;
}

type Step = readonly [name: string, step: () => Promise<void>];

const INTERVAL_MS = 1000;
/** The wall clock decides what is too old, and may be set forward while a timer runs. */
const LOOK_MS_MAX = 24 * 60 * 60 * 1000;
const TRIM_BYTES = 24;

export class Collector {
  readonly #options: CollectorOptions;
  #round: Promise<void> | undefined;
  #again = false;
  #timer: Timer | undefined;
  /** When the timer fires. */
  #dueMs: number = Number.POSITIVE_INFINITY;
  #stopped = false;
  #isRestated = false;
  readonly #steps: RoundSteps;
  readonly #room: RoomMaker;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#steps = new RoundSteps(options.onError);
    this.#room = new RoomMaker(options);
  }

  start(): void {
    if (this.#options.log.damages.all.length > 0) this.request();
    this.noticeCommit();
  }

  /** What a commit changed is looked at within a second. */
  noticeCommit(): void {
    this.#lookWithin(INTERVAL_MS);
  }

  /** Starts a round, or another one behind the one under way. */
  request(): void {
    this.run().catch((error) => {
      if (!isRefusal(error)) this.#options.onError(error);
      this.#lookWithin(INTERVAL_MS);
    });
  }

  /** As `request`; resolves when no round is under way or asked for, and rejects with the first refusal when steps of the last one were refused. */
  run(): Promise<void> {
    this.#again = true;
    this.#round ??= this.#rounds().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  /** Begins no further round and waits for the one under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#round?.catch(() => undefined);
  }

  async #rounds(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      for (const [name, step] of this.#stepsOfRound()) await this.#steps.take(name, step);
    }
    this.#lookWhenSomethingExpires();
    this.#steps.end();
  }

  #stepsOfRound(): Step[] {
    return [
      ["restate", () => this.#restate()],
      ...this.#stepsThatLetGo(),
      ["settle", () => this.#settle()],
      ["make room", () => this.#makeRoom()],
    ];
  }

  #stepsThatLetGo(): Step[] {
    return [
      ["forget jobs", () => this.#forgetJobs()],
      ["trim", () => this.#trim()],
      ["forget entries", () => this.#options.kv.forget()],
      ["release", () => this.#release()],
    ];
  }

  /** What nobody keeps any more by the time that a file is written, which may take long, is not written to the next one. */
  async #settle(): Promise<void> {
    while (!this.#stopped && (await this.#options.settler.settle(() => this.#stopped)))
      for (const [name, step] of this.#stepsThatLetGo()) await this.#steps.take(name, step);
  }

  async #makeRoom(): Promise<void> {
    const againMs = await this.#room.run({
      lastToGo: () => this.#lastToGo(),
      release: () => this.#release(),
      isStopped: () => this.#stopped,
    });
    if (againMs !== undefined) this.#lookWithin(againMs);
  }

  #lookWhenSomethingExpires(): void {
    const { view, sequencer, heads, kv } = this.#options;
    let nextMs = kv.nextMs;
    for (const stream of view.all()) nextMs = Math.min(nextMs, nextExpiryMs(stream));
    nextMs = Math.min(nextMs, nextForgetMs(heads.queues));
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#lookWithin(Math.min(Math.max(INTERVAL_MS, nextMs - sequencer.nowMs()), LOOK_MS_MAX));
  }

  #lookWithin(delayMs: number): void {
    const { clock } = this.#options;
    const dueMs = clock.monotonicMs() + delayMs;
    if (this.#stopped || this.#dueMs <= dueMs) return;
    this.#timer?.cancel();
    this.#dueMs = dueMs;
    this.#timer = clock.after(delayMs, () => {
      this.#dueMs = Number.POSITIVE_INFINITY;
      this.request();
    });
  }

  /** What rested on segments that are damaged is written again, once after a start. */
  async #restate(): Promise<void> {
    if (this.#isRestated) return;
    const { log, heads, budget } = this.#options;
    const isDamaged = (segment: number): boolean => log.segment(segment) === undefined || log.damages.isIn(segment);
    const intent = new RestateIntent(heads, isDamaged, carryBytesMax(log));
    if (log.damages.all.length > 0) {
      await this.#options.schedules.carry(isDamaged, carryBytesMax(log), () => this.#stopped);
      while (!(await budget.carry(intent, this)).restated) {}
    }
    this.#isRestated = true;
  }

  async #forgetJobs(): Promise<void> {
    const { sequencer, heads } = this.#options;
    const nowMs = sequencer.nowMs();
    const forget = new ForgetJobsIntent(heads.queues, sequencer.freeingBytesMax);
    while (!this.#stopped && nextForgetMs(heads.queues) <= nowMs && !(await sequencer.submit(forget, this)).isAll) {}
  }

  async #trim(): Promise<void> {
    const { sequencer, heads, view } = this.#options;
    const nowMs = sequencer.nowMs();
    const starts: TrimmedStart[] = settledStarts(heads);
    for (const stream of view.all()) starts.push(...expired(stream, nowMs));
    for (const group of commitGroups(starts, sequencer.freeingBytesMax, () => TRIM_BYTES))
      await sequencer.submit(new TrimIntent(heads.streams, group), this);
  }

  async #release(): Promise<void> {
    const { log, heads, kv, lineage, budget, pace } = this.#options;
    const bytesMax = carryBytesMax(log);
    while (this.#mayRelease(log.firstSegment) && !this.#stopped) {
      const segment = log.firstSegment;
      await kv.carry(segment, bytesMax, () => this.#stopped);
      await this.#options.schedules.carry(
        (number) => number === segment,
        bytesMax,
        () => this.#stopped,
      );
      if (this.#holdsEntries(segment) || this.#options.schedules.bytesIn(segment) > 0) return;
      if (!(await lineage.carry(segment, bytesMax, () => this.#stopped))) return;
      const intent = new ReleaseIntent(heads, segment, bytesMax);
      for (let isReleased = false; !isReleased && !this.#stopped; )
        await pace.slice(async () => {
          isReleased = (await budget.carry(intent, this)).released;
        });
    }
  }

  /** Entries that damage hides cannot be carried, and do not keep their segment. */
  #holdsEntries(segment: number): boolean {
    const { heads, log } = this.#options;
    return heads.kv.unavailable !== undefined || (heads.kv.liveIn(segment).versions > 0 && !log.damages.isIn(segment));
  }

  #mayRelease(number: number): boolean {
    const { use, heads } = this.#options;
    return use.rangesIn(number) === 0 && heads.queues.textBytesIn(number) === 0 && this.#wouldGo(number);
  }

  /** The last of the oldest segments that nothing but records and texts of attempts keeps from being given back. */
  #lastToGo(): number {
    let number = this.#options.log.firstSegment;
    while (this.#wouldGo(number)) number++;
    return number - 1;
  }

  /** Whether a segment may be given back once it holds no records. */
  #wouldGo(number: number): boolean {
    const { log, savedFloor, kv, schedules, lineage, heads, budget } = this.#options;
    if (number >= savedFloor() || number >= log.writer.segment.number) return false;
    const segment = log.segment(number);
    if (segment !== undefined && !segment.sealed) return false;
    // What costs more to find out comes last.
    if (!kv.pays(number) || !schedules.pays(number) || !lineage.pays(number)) return false;
    return budget.allows(heads.queues.carriedBytes((each) => each <= number));
  }
}
