import { isFlowMeshError } from "@flowmesh/fabric";
import type { CommitHeads } from "../commit/commit-intent.ts";
import { isDiskFull } from "../disk/disk-full.ts";
import type { Log } from "../log/log.ts";
import type { WrittenFile } from "../settled/settled-files.ts";
import { type SettledSources, TEXTS_PARTITION } from "../settled/settled-format.ts";
import { placeInFile } from "../settled/settled-place.ts";
import { MoveTextsIntent, SettledTexts } from "../settled/settled-texts.ts";
import type { SettledPayload, SettledWriter } from "../settled/settled-writer.ts";
import { bytesIn, sortedBatches } from "../settled/sorted-batches.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import type { WorkTurns } from "../work-turns.ts";
import type { CarryBudget } from "./carry-budget.ts";
import type { CollectPace } from "./collect-pace.ts";
import { carryBytesMax, commitGroups } from "./commit-groups.ts";
import { oldestRun } from "./oldest-run.ts";
import type { SegmentUse } from "./segment-use.ts";
import { DropSettledIntent, NameSettledIntent } from "./settle-intents.ts";
import { isSource, placesOf, planOf, type SettleView, unused } from "./settle-plan.ts";
import { ThinnestFile } from "./thinnest-file.ts";

export interface SettlerOptions {
  readonly log: Log;
  readonly heads: CommitHeads;
  readonly view: StreamsView;
  readonly use: SegmentUse;
  readonly logSegments: number;
  readonly turns: WorkTurns;
  readonly pace: CollectPace;
  readonly budget: CarryBudget;
  /** Told that there is no room to settle, or again after there was none. */
  readonly onEvent: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

/** Read and written in one slice: so few that the event loop is held for a millisecond or two. */
const SLICE_BYTES = 1 << 18;
const SLICE_PAYLOADS = 500;

/**
 * Settles what is kept for long: writes it into a file sorted by stream, so that it leaves the log for good and its neighbours are read together. What a file was made from
 * stays until the file, its name and the commit that names it are durable; a crash before that leaves a file that the next start removes.
 */
export class Settler {
  readonly #options: SettlerOptions;
  readonly #settleView: SettleView;
  readonly #thinnest: ThinnestFile;
  #writtenBytes = 0;
  #lacksRoom = false;
  /** Of the commits that say where texts lie, when they were too much to be carried. */
  #tooManyBytes = 0;

  constructor(options: SettlerOptions) {
    this.#options = options;
    const { log, heads, view, logSegments, use, turns } = options;
    this.#settleView = {
      log,
      settled: heads.settled,
      logSegments,
      isUsed: (place) => use.rangesIn(place) > 0 || heads.queues.textBytesIn(place) > 0,
      usedBytes: (place) => use.bytesIn(place) + heads.queues.textBytesIn(place),
    };
    this.#thinnest = new ThinnestFile(this.#settleView, { view, queues: heads.queues, turns });
  }

  /** Bytes of settled files written since the engine was opened. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** Whether what was due when `settle` was called last found no room. */
  get lacksRoom(): boolean {
    return this.#lacksRoom;
  }

  /** Settles what is due. Resolves with whether it did, so that segments may be free now. */
  async settle(isStopped: () => boolean): Promise<boolean> {
    await this.#drop();
    this.#lacksRoom = false;
    const sources = planOf(this.#settleView);
    if (sources === undefined || isStopped()) return false;
    const { log, view, budget, onEvent } = this.#options;
    if (!budget.allows(this.#tooManyBytes)) return false;
    const bytes = bytesIn(view, (place) => isSource(sources, place));
    if ((await log.settled.freeBytes()) > bytes + log.segmentBytes) return this.#settle(sources, isStopped);
    this.#lacksRoom = true;
    onEvent("not settled: disk full", {});
    return false;
  }

  /**
   * On a full disk, or one with too little room for what is due: settles what is still kept among what is gone, of a settled file or of the oldest segments together, however few there are; in the room of a segment that is kept back if there
   * is no other. Resolves with whether it did, so that there may be more room now.
   * @param lastSegment that may be given back once nothing is kept in it
   */
  async makeRoom(lastSegment: number, isStopped: () => boolean): Promise<boolean> {
    const { log, view, heads, turns, budget } = this.#options;
    if (!budget.allows(this.#tooManyBytes)) return false;
    await this.#drop();
    const freeBytes = await log.settled.freeBytes();
    const roomBytes = freeBytes + log.lendableBytes;
    const { queues, kv } = heads;
    const carriedBytes = (segment: number): number =>
      queues.carriedBytes((each) => each === segment) + kv.liveIn(segment).bytes;
    const plan =
      (await this.#thinnest.find(roomBytes)) ??
      (await oldestRun({ log, view, queues: heads.queues, turns, carriedBytes }, lastSegment, roomBytes));
    if (plan === undefined || isStopped()) return false;
    const settle = (): Promise<boolean> => this.#settle(plan.sources, isStopped);
    return plan.bytes <= freeBytes ? settle() : log.lendRoom(settle);
  }

  async #settle(sources: SettledSources, isStopped: () => boolean): Promise<boolean> {
    const { view, budget, turns } = this.#options;
    const { queues } = this.#options.heads;
    const isMeant = (place: number): boolean => isSource(sources, place);
    const texts = await SettledTexts.find(queues, placesOf(sources), isMeant, turns);
    const movedBytes = texts.jobs.reduce((sum, job) => sum + job.movedBytes, 0);
    this.#tooManyBytes = budget.allows(movedBytes) ? 0 : movedBytes;
    if (this.#tooManyBytes > 0) return false;
    const isDone = await this.#write(sources, sortedBatches(view, queues, isMeant), texts, isStopped);
    if (isDone) await this.#drop();
    return isDone;
  }

  async #drop(): Promise<void> {
    const files = unused(this.#settleView);
    if (files.length > 0) await this.#options.budget.carry(new DropSettledIntent(files), this);
  }

  async #write(
    sources: SettledSources,
    batches: Iterable<SettledPayload | undefined>,
    texts: SettledTexts,
    isStopped: () => boolean,
  ): Promise<boolean> {
    const { log, budget, onEvent } = this.#options;
    const written = await this.#newFile(sources, batches, texts, isStopped);
    if (written === undefined) return false;
    log.settled.add(written);
    this.#writtenBytes += written.operation.bytes;
    await budget.carry(new NameSettledIntent(written.operation), this).catch((error) => {
      // What was refused was not ordered; of any other failure it is not known.
      if (isFlowMeshError(error, "disk_full") || isFlowMeshError(error, "overloaded"))
        log.settled.drop(written.operation.file);
      throw error;
    });
    onEvent("settled", { ...written.operation });
    for (const jobs of commitGroups(texts.jobs, carryBytesMax(log), (job) => job.movedBytes))
      await budget.carry(new MoveTextsIntent(texts, jobs), this);
    return true;
  }

  /** A file whose content and name are durable; undefined when there is no room, or no time any more. */
  async #newFile(
    sources: SettledSources,
    batches: Iterable<SettledPayload | undefined>,
    texts: SettledTexts,
    isStopped: () => boolean,
  ): Promise<WrittenFile | undefined> {
    const { log, pace, onEvent } = this.#options;
    const writer = await log.settled.begin();
    try {
      for (const payloads of [batches, texts.payloads()]) {
        for (const slice of slices(payloads)) {
          if (isStopped()) {
            await log.settled.discard(writer);
            return undefined;
          }
          await pace.slice(() => log.refusals.unlessRefused(() => this.#copy(slice, writer, texts)));
        }
      }
      const written = await writer.finish(sources);
      await log.settled.syncNames();
      return written;
    } catch (error) {
      await log.settled.discard(writer);
      if (!isDiskFull(error)) throw error;
      onEvent("not settled: disk full", {});
      return undefined;
    }
  }

  /** Copies batches. In place of one that is damaged come zeros: it stays damaged where it lies now, and is never served. */
  async #copy(slice: readonly SettledPayload[], writer: SettledWriter, texts: SettledTexts): Promise<void> {
    const { reader } = this.#options.log;
    const add = (payload: SettledPayload): void => {
      const { payloadBytes, payloadCrc } = payload.place;
      const place = { segment: placeInFile(writer.number), byte: writer.add(payload), payloadBytes, payloadCrc };
      if (payload.partition === TEXTS_PARTITION) texts.moved(payload.place, place);
    };
    for (let from = 0; from < slice.length; ) {
      const rest = slice.slice(from);
      const { bytes, whole } = await reader.read(rest.map(({ place }) => place));
      for (const payload of rest.slice(0, whole)) add(payload);
      await writer.write(bytes);
      reader.giveBack(bytes);
      from += whole;
      const lost = slice[from];
      if (lost === undefined) return;
      add(lost);
      await writer.write(Buffer.alloc(lost.place.payloadBytes));
      from++;
    }
  }
}

/** What is given, in order, in slices. Where nothing is given for long, one of less, or nothing, ends. */
function* slices(payloads: Iterable<SettledPayload | undefined>): Generator<SettledPayload[]> {
  let slice: SettledPayload[] = [];
  let bytes = 0;
  for (const payload of payloads) {
    const size = payload?.place.payloadBytes ?? 0;
    const isFull = slice.length === SLICE_PAYLOADS || (slice.length > 0 && bytes + size > SLICE_BYTES);
    if (payload === undefined || isFull) {
      yield slice;
      slice = [];
      bytes = 0;
    }
    if (payload === undefined) continue;
    slice.push(payload);
    bytes += size;
  }
  if (slice.length > 0) yield slice;
}
