import { type Change, limits, type WatchResponse } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { type CheckedWatch, presentVersion, visibleVersions } from "@flowmesh/fabric/internal";
import type { Clock, Timer } from "../../clock/clock.ts";
import { ChangeSignal } from "../streams/change-signal.ts";
import { VersionPage } from "./entry-page.ts";
import { decodeKey, encodeKey } from "./key-encoding.ts";
import { keysFrom, writesBehind } from "./kv-scan.ts";
import type { KvTable, VisibleBucket } from "./kv-table.ts";
import type { ValueReader } from "./value-reader.ts";

/** What watches stand on. */
export interface KvWatchParts {
  readonly table: KvTable;
  readonly reader: ValueReader;
  readonly clock: Clock;
  readonly nowMs: () => number;
}

/** Keys or writes that are looked at in one turn of the event loop. */
const LOOKED_AT_MAX = 1000;

/**
 * Gives the entries that are there, then what changes, as fast as it is consumed; holds one response at a time. The entries are those that were not changed behind
 * the revision at which the watch began, page by page in the order of their keys: whatever changes meanwhile is among the changes behind that revision.
 */
export class KvWatch {
  readonly #request: CheckedWatch;
  readonly #parts: KvWatchParts;
  readonly #bucket: VisibleBucket;
  readonly #signal = new ChangeSignal();
  #revision: number;
  /** What was told last of how far it is. */
  #told: number;
  /** Told with the first response. */
  #id: string;
  /** Behind this key, encoded, the entries go on; undefined: all were sent. */
  #afterKey: string | undefined;
  #wasCaughtUp = false;
  #progress: Timer | undefined;
  #isProgressDue = false;
  #isStopped = false;
  #found: WatchResponse | undefined;
  /** Everything was looked at: the next change is waited for. */
  #isCaughtUp = false;

  /** @throws FlowMeshError bucket_not_found, also for another one in its place */
  constructor(request: CheckedWatch, parts: KvWatchParts) {
    this.#request = request;
    this.#parts = parts;
    this.#bucket = parts.table.visible(request.bucket);
    this.#id = this.#bucket.visible?.uuid ?? "";
    if (request.bucketId !== "" && request.bucketId !== this.#id)
      throw new FlowMeshError("bucket_not_found", { bucket: request.bucket });
    const { start } = request;
    this.#revision = start.kind === "after" ? start.revision : this.#bucket.visibleRevision;
    this.#told = this.#revision;
    const isInEntries = start.kind === "snapshot" || (start.kind === "after" && start.key !== "");
    this.#afterKey = isInEntries ? encodeKey(start.kind === "after" ? start.key : "") : undefined;
    this.#bucket.watchers.add(this.#signal.notify);
  }

  stop(): void {
    this.#isStopped = true;
    this.#bucket.watchers.delete(this.#signal.notify);
    this.#progress?.cancel();
    this.#signal.notify();
  }

  /** Whether there is a response to take; waits for it. False: it was stopped. @throws FlowMeshError bucket_not_found, revision_out_of_range, entry_damaged */
  async look(): Promise<boolean> {
    while (!this.#isStopped && this.#found === undefined) {
      this.#check();
      if (this.#isCaughtUp) await this.#wait();
      else if (this.#afterKey !== undefined) await this.#entries();
      else await this.#changes();
    }
    return this.#found !== undefined;
  }

  /** What was found, once. */
  take(): WatchResponse {
    const found = this.#found as WatchResponse;
    this.#found = undefined;
    return found;
  }

  /** @throws FlowMeshError bucket_not_found, revision_out_of_range */
  #check(): void {
    const { bucket } = this.#request;
    const { visible, watchFloor: earliest, visibleRevision: latest } = this.#bucket;
    if (visible === undefined) throw new FlowMeshError("bucket_not_found", { bucket });
    const revision = this.#revision;
    if (revision >= earliest && revision <= latest) return;
    throw new FlowMeshError("revision_out_of_range", { bucket, revision, earliest, latest });
  }

  async #entries(): Promise<void> {
    const { page, afterKey, isAll } = this.#lookAtEntries();
    const changes = await this.#read(page);
    const isWhole = changes.length === page.found.length;
    if (isWhole) this.#afterKey = isAll ? undefined : afterKey;
    else this.#afterKey = encodeKey(changes.at(-1)?.key ?? "");
    if (changes.length > 0)
      this.#found = {
        changes,
        revision: this.#revision,
        snapshot: true,
        caughtUp: false,
        bucketId: this.#firstId(),
      };
    else if (!isAll) await this.#turn();
  }

  #lookAtEntries(): { page: VersionPage; afterKey: string; isAll: boolean } {
    const { table } = this.#parts;
    const prefix = encodeKey(this.#request.prefix);
    const page = this.#newPage();
    const nowMs = this.#parts.nowMs();
    let afterKey = this.#afterKey ?? "";
    let lookedAt = 0;
    const from = afterKey === "" || afterKey < prefix ? prefix : `${afterKey}\0`;
    for (const { key, versions } of keysFrom(table, this.#bucket, from)) {
      if (!key.startsWith(prefix)) break;
      if (lookedAt++ === LOOKED_AT_MAX) return { page, afterKey, isAll: false };
      const present = presentVersion(versions, nowMs);
      const isMeant = present !== undefined && present.revision <= this.#revision;
      if (isMeant && !page.add(decodeKey(key), present)) return { page, afterKey, isAll: false };
      afterKey = key;
    }
    return { page, afterKey, isAll: true };
  }

  async #changes(): Promise<void> {
    const { page, revision, isAll } = this.#lookAtChanges();
    const changes = await this.#read(page);
    const isWhole = changes.length === page.found.length;
    this.#revision = isWhole ? revision : (changes.at(-1)?.revision ?? this.#revision);
    const isCaughtUp = isAll && isWhole;
    const isDue = this.#isProgressDue && this.#revision > this.#told;
    if (changes.length > 0 || (isCaughtUp && (isDue || !this.#wasCaughtUp))) {
      this.#wasCaughtUp ||= isCaughtUp;
      this.#found = this.#response(changes, isCaughtUp);
    }
    if (!isAll) await this.#turn();
    else this.#isCaughtUp = isCaughtUp;
  }

  #lookAtChanges(): { page: VersionPage; revision: number; isAll: boolean } {
    const { table } = this.#parts;
    const prefix = encodeKey(this.#request.prefix);
    const { visible, visibleRevision } = this.#bucket;
    const page = this.#newPage();
    const nowMs = this.#parts.nowMs();
    let revision = this.#revision;
    let lookedAt = 0;
    for (const write of writesBehind(table, this.#bucket, revision)) {
      if (lookedAt++ === LOOKED_AT_MAX) return { page, revision, isAll: false };
      if (write.key.startsWith(prefix)) {
        const versions = table.versions(this.#bucket, write.key);
        const seen = visibleVersions(versions, visible?.history ?? 1, nowMs);
        const version = seen.find((each) => each.revision === write.revision);
        if (version !== undefined && !page.add(decodeKey(write.key), version)) return { page, revision, isAll: false };
      }
      revision = write.revision;
    }
    return { page, revision: visibleRevision, isAll: true };
  }

  #newPage(): VersionPage {
    return new VersionPage(limits.kvWatchChanges.value, this.#request.maxBytes);
  }

  async #read(page: VersionPage): Promise<Change[]> {
    return page.found.length === 0 ? [] : this.#parts.reader.changes(this.#request.bucket, page.found);
  }

  #response(changes: Change[], caughtUp: boolean): WatchResponse {
    this.#told = this.#revision;
    this.#isProgressDue = false;
    this.#progress?.cancel();
    this.#progress = undefined;
    return { changes, revision: this.#revision, snapshot: false, caughtUp, bucketId: this.#firstId() };
  }

  #firstId(): string {
    const id = this.#id;
    this.#id = "";
    return id;
  }

  /** For the next change of the bucket, or until it is time to say how far it has come. */
  async #wait(): Promise<void> {
    this.#isCaughtUp = false;
    if (this.#revision < this.#bucket.visibleRevision) return;
    if (this.#revision > this.#told) {
      this.#progress ??= this.#parts.clock.after(limits.kvWatchProgressMs.value, () => {
        this.#isProgressDue = true;
        this.#signal.notify();
      });
    }
    await this.#signal.wait();
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#parts.clock.soon(resolve));
  }
}
