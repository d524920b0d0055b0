import { FlowMeshError } from "@flowmesh/fabric";
import type { Clock, Timer } from "../clock/clock.ts";
import type { Sequencer } from "../commit/sequencer.ts";
import { isDiskFull } from "../disk/disk-full.ts";
import type { EngineState } from "../engine-state.ts";
import { IndexDamaged } from "../index-store/index-store.ts";
import type { Log } from "../log/log.ts";
import type { Admission } from "../log/log-writer.ts";
import { reloadEntries } from "../views/kv/reload-entries.ts";
import { reloadRanges } from "../views/streams/reload-ranges.ts";

/** Ordinary commits begin no further segment while this many are not saved in the index: replay at the next start stays bounded. */
const UNSAVED_SEGMENTS_MAX = 8;
const RETRY_MS = 1000;
/** So many times the keys behind which a save begins, and who writes entries waits for it: else a disk that is slow would fill the memory. */
const WAITING_TIMES_MAX = 1.5;

interface IndexUpkeepParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly state: EngineState;
  readonly sequencer: Sequencer;
  /** Keys of KV that were written and take half a kilobyte of memory each: behind so many they are saved without waiting for the end of a segment. */
  readonly keysInMemory: number;
  /** Something was saved, or has no room: segments may go. */
  readonly onSaved: () => void;
  readonly onEvent: (what: string, details: Readonly<Record<string, unknown>>) => void;
  /** The disk failed. */
  readonly onFailed: (error: Error) => void;
}

/** Keeps the index behind the log: saves the views when segments are sealed, waits for a full disk, and makes the index again when it is damaged. */
export class IndexUpkeep {
  readonly #parts: IndexUpkeepParts;
  #saving: Promise<void> | undefined;
  #retry: Timer | undefined;
  #rebuilding: Promise<void> | undefined;
  #isStopped = false;

  constructor(parts: IndexUpkeepParts) {
    this.#parts = parts;
  }

  /** Segments below may go as far as the index is concerned. While there is no room to save it, they go without: what frees space must not wait for space. */
  get floor(): number {
    return this.#retry === undefined ? this.#parts.state.saver.floor : Number.POSITIVE_INFINITY;
  }

  /** Whether the log may begin another segment. */
  mayRoll(): Admission {
    const { log, state } = this.#parts;
    const firstReplayed = Math.max(log.firstSegment, state.saver.floor);
    if (log.writer.segment.number - firstReplayed < UNSAVED_SEGMENTS_MAX) return "now";
    return this.#retry === undefined ? "later" : "full";
  }

  /** Whether a commit may take further keys of KV into memory. */
  mayTakeKeys(): boolean {
    const { state, keysInMemory } = this.#parts;
    return this.#saving === undefined || state.heads.kv.taken < WAITING_TIMES_MAX * keysInMemory;
  }

  /** Resolves when further keys may be taken into memory. */
  async whenMayTakeKeys(): Promise<void> {
    while (!this.mayTakeKeys()) await this.#saving;
  }

  /** Saves what was sealed since the last time; one save at a time. */
  save(): void {
    if (this.#isBusy) return;
    this.#retry?.cancel();
    this.#retry = undefined;
    this.#begin(this.#saveSealed());
  }

  /** Something was written: saves keys of KV when many of them are in memory. */
  noticeWrite(): void {
    const { state, keysInMemory } = this.#parts;
    const { heads, saver } = state;
    if (heads.kv.taken < keysInMemory || this.#retry !== undefined || this.#isBusy) return;
    this.#begin(saver.saveEntries(), () => {
      if (this.#retry === undefined) this.save();
    });
  }

  get #isBusy(): boolean {
    return this.#saving !== undefined || this.#rebuilding !== undefined || this.#isStopped;
  }

  /** Notes that a save is under way, and sees to what waits for its end. */
  #begin(saving: Promise<void>, onEnd: () => void = () => undefined): void {
    this.#saving = saving
      .catch((error) => this.#saveFailed(error))
      .finally(() => {
        this.#saving = undefined;
        onEnd();
        this.#parts.sequencer.drain();
      });
  }

  /** Throws away what is saved and saves it again from the log. Reads of older records, and of entries, are refused with `starting` meanwhile. */
  rebuild(): void {
    if (this.#rebuilding !== undefined || this.#isStopped) return;
    this.#parts.onEvent("index rebuild", { firstSegment: this.#parts.log.firstSegment });
    this.#rebuilding = this.#rebuild()
      .catch((error) => {
        this.#saveFailed(error);
        this.#parts.clock.after(RETRY_MS, () => this.rebuild());
      })
      .finally(() => {
        this.#rebuilding = undefined;
        this.save();
      });
  }

  /** Begins nothing any more. */
  stop(): void {
    this.#isStopped = true;
    this.#retry?.cancel();
  }

  /** Resolves when nothing is under way; called behind `stop`. */
  async whenIdle(): Promise<void> {
    await this.#saving;
    await this.#rebuilding;
  }

  /** Notes where the log ended, for the next start. */
  async noteEnd(): Promise<void> {
    const { log, state, onEvent } = this.#parts;
    const noting = state.saver.noteEnd(log.writer.durablePosition, log.writer.segment.number);
    await noting.catch((error) => onEvent("end not noted", { error }));
  }

  /** A full disk is waited for; an index that is damaged is made again; a disk that fails ends the engine, as it would in the log. */
  #saveFailed(error: unknown): void {
    if (this.#isStopped) return;
    const { clock, onEvent, onSaved, onFailed } = this.#parts;
    if (error instanceof IndexDamaged) this.rebuild();
    else if (isDiskFull(error)) {
      onEvent("index not saved: disk full", {});
      onSaved();
      this.#retry = clock.after(RETRY_MS, () => this.save());
    } else onFailed(error as Error);
  }

  async #saveSealed(): Promise<void> {
    const { log, sequencer, state, onEvent, onSaved } = this.#parts;
    const { saver, view } = state;
    for (let last = this.#lastToSave(); last >= saver.floor; last = this.#lastToSave()) {
      await saver.save(view, last, {
        firstSegment: log.firstSegment,
        headPosition: () => log.writer.nextPosition - 1,
        whenVisible: (position) => sequencer.whenVisible(position),
      });
      onEvent("index saved", { floor: saver.floor });
      onSaved();
    }
  }

  #lastToSave(): number {
    const { log, state } = this.#parts;
    let number = log.writer.segment.number - 1;
    while (log.segment(number)?.sealed === false) number--;
    return state.saver.lastToSave(number);
  }

  async #rebuild(): Promise<void> {
    const { log, sequencer, state } = this.#parts;
    const { saver, view, heads, lineage } = state;
    const isStopped = (): boolean => this.#isStopped;
    heads.kv.unavailable = rebuildingError();
    await this.#saving;
    await sequencer.whenVisible(log.writer.nextPosition - 1);
    heads.kv.clearEntries();
    await saver.clear(log.firstSegment);
    await reloadRanges(log, view, isStopped);
    await reloadEntries(log, heads.kv, lineage, saver, isStopped);
    if (isStopped()) return;
    heads.kv.unavailable = undefined;
    heads.kv.tellDue();
  }
}

/** What reads are told while the index is made again. */
export function rebuildingError(): FlowMeshError {
  return new FlowMeshError("starting", { state: "the index was damaged and is being rebuilt" });
}
