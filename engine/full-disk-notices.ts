import { isFlowMeshError } from "@flowmesh/fabric";
import type { Clock, Timer } from "./clock/clock.ts";
import type { EngineEvent } from "./engine-options.ts";

export interface FullDiskNoticesOptions {
  readonly clock: Clock;
  readonly tell: (event: EngineEvent) => void;
}

/** A disk that has had room for so long is not full any more; until then it may be full again with the next segment. */
const ROOM_MS = 10_000;
/** What does not work for want of room is told again after so long. */
const AGAIN_MS = 60_000;

/** Tells that the disk is full once when that begins and once when it is over, and of each thing that does not work meanwhile at most once a minute. */
export class FullDiskNotices {
  readonly #options: FullDiskNoticesOptions;
  #isTold = false;
  #end: Timer | undefined;
  readonly #toldMs = new Map<string, number>();

  constructor(options: FullDiskNoticesOptions) {
    this.#options = options;
  }

  /** The disk is full now, or has room. */
  changed(isFull: boolean): void {
    this.#end?.cancel();
    this.#end = undefined;
    if (isFull) this.#begin();
    else if (this.#isTold) this.#end = this.#options.clock.after(ROOM_MS, () => this.#over());
  }

  /** Tells an event, unless it is one of a full disk and was told a short while ago. */
  tell(event: EngineEvent): void {
    if (!isOfFullDisk(event) || this.#isNews(event.what)) this.#options.tell(event);
  }

  /** Tells nothing any more by itself. */
  stop(): void {
    this.#end?.cancel();
  }

  #begin(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#options.tell({ what: "the disk is full: writes are refused, reads go on", details: {}, isNotice: true });
  }

  #over(): void {
    this.#isTold = false;
    this.#toldMs.clear();
    this.#options.tell({ what: "the disk has room again", details: {}, isNotice: true });
  }

  #isNews(what: string): boolean {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs < (this.#toldMs.get(what) ?? Number.NEGATIVE_INFINITY) + AGAIN_MS) return false;
    this.#toldMs.set(what, nowMs);
    return true;
  }
}

function isOfFullDisk({ what, details }: EngineEvent): boolean {
  return isFlowMeshError(details.error, "disk_full") || what.endsWith(": disk full");
}
