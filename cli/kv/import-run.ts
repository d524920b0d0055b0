import type { Mesh } from "@flowmesh/client";
import { type FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Shape } from "../output/format.ts";
import { isOfPlace } from "../publishing/publish-run.ts";
import type { EntryChange } from "./entry-envelope.ts";

/** What became of the lines of an import. */
export interface ImportSummary {
  readonly bucket: string;
  readonly put: number;
  readonly deleted: number;
  /** Left out, as their time was over. */
  readonly expired: number;
  readonly failed: number;
}

/** How it is shown. */
export const importShape: Shape<ImportSummary> = {
  columns: [
    { title: "BUCKET", value: ({ bucket }) => bucket },
    { title: "PUT", value: ({ put }) => put },
    { title: "DELETED", value: ({ deleted }) => deleted },
    { title: "EXPIRED", value: ({ expired }) => expired },
    { title: "FAILED", value: ({ failed }) => failed },
  ],
  toJson: (summary) => summary,
};

interface Line {
  readonly number: number;
  readonly change: EntryChange;
}

const changesAtOnce = 500;
const bytesAtOnce = 4 * 1024 * 1024;

/** Writes entries in the order of their lines, many with one commit. */
export class ImportRun {
  readonly #mesh: Mesh;
  readonly #bucket: string;
  readonly #tell: (line: number, error: FlowMeshError) => void;
  #pending: Line[] = [];
  #bytes = 0;
  #put = 0;
  #deleted = 0;
  #expired = 0;
  #failed = 0;

  /** `tell` hears of each line that is refused. */
  constructor(mesh: Mesh, bucket: string, tell: (line: number, error: FlowMeshError) => void) {
    this.#mesh = mesh;
    this.#bucket = bucket;
    this.#tell = tell;
  }

  get summary(): ImportSummary {
    const [put, deleted, expired, failed] = [this.#put, this.#deleted, this.#expired, this.#failed];
    return { bucket: this.#bucket, put, deleted, expired, failed };
  }

  /** Takes a line, and writes when there are many. @throws FlowMeshError why nothing more can be written there */
  async add(number: number, change: EntryChange): Promise<void> {
    const bytes = change.value?.length ?? 0;
    if (this.#bytes + bytes > bytesAtOnce) await this.flush();
    this.#pending.push({ number, change });
    this.#bytes += bytes;
    if (this.#pending.length === changesAtOnce) await this.flush();
  }

  /** Counts a line that was refused. @throws what is no FlowMeshError, or one of the place */
  refuse(number: number, error: unknown): void {
    if (!isFlowMeshError(error) || isOfPlace(error)) throw error;
    this.#failed += 1;
    this.#tell(number, error);
  }

  /** Writes what was taken. @throws FlowMeshError why nothing more can be written there */
  async flush(): Promise<void> {
    const lines = this.#pending;
    this.#pending = [];
    this.#bytes = 0;
    try {
      await this.#write(lines);
    } catch (error) {
      if (!isFlowMeshError(error) || isOfPlace(error)) throw error;
      // Nothing of it was written: one by one it shows which lines are refused.
      for (const line of lines) await this.#write([line]).catch((reason) => this.refuse(line.number, reason));
    }
  }

  async #write(lines: readonly Line[]): Promise<void> {
    const nowMs = Date.now();
    const live = lines.filter(({ change }) => (change.expiresMs ?? Number.POSITIVE_INFINITY) > nowMs);
    if (live.length > 0) {
      await this.#mesh.commit((tx) => {
        for (const { change } of live) {
          const { key, value, expiresMs } = change;
          if (value === undefined) tx.delete(this.#bucket, key);
          else tx.put(this.#bucket, key, value, { ttlMs: ttlOf(expiresMs, nowMs) });
        }
      });
    }
    const deleted = live.filter(({ change }) => change.value === undefined).length;
    this.#put += live.length - deleted;
    this.#deleted += deleted;
    this.#expired += lines.length - live.length;
  }
}

/** 0 is for ever. */
function ttlOf(expiresMs: number | null | undefined, nowMs: number): number | undefined {
  if (expiresMs === null) return 0;
  return expiresMs === undefined ? undefined : Math.ceil(expiresMs - nowMs);
}
