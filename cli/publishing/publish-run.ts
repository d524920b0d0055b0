import type { Mesh, PublishRecord, PublishResult } from "@flowmesh/client";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";

/** What became of many records. */
export interface PublishSummary {
  readonly stream: string;
  /** Acknowledged, those that were there already included. */
  readonly published: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly elapsedMs: number;
  readonly partitions: readonly PartitionSummary[];
}

interface PartitionSummary {
  readonly partition: number;
  readonly records: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
}

/** Hears of each record, by its number in the input. */
export interface PublishWatcher {
  written(line: number, result: PublishResult): void;
  failed(line: number, error: FlowMeshError): void;
}

const recordsInFlightMax = 8192;
const bytesInFlightMax = 16 * 1024 * 1024;
const placeCodes: readonly string[] = [
  "not_found",
  "unavailable",
  "deadline_exceeded",
  "permission_denied",
  "unauthenticated",
  "internal",
];

/** Whether the failure is of the place and not of a record, so that there is no sense in sending more. */
export function isOfPlace({ code, reason }: FlowMeshError): boolean {
  return reason !== "partition_not_found" && placeCodes.includes(code);
}

type TooLarge = Readonly<Record<"part" | "size" | "unit" | "limit", string | number>>;

/** Records are counted in each call, which says nothing to who knows lines. */
function atLine(line: number, error: FlowMeshError): FlowMeshError {
  if (!isFlowMeshError(error, "record_too_large")) return error;
  const { part = "value", size = 0, unit = "bytes", limit = 0 } = error.details as Partial<TooLarge>;
  return new FlowMeshError("record_too_large", { part, index: line, size, unit, limit }, { cause: error });
}

/** Of whoever may publish nowhere the permission is missing before a stream was named: here there is one that is meant. */
export function atStream(stream: string, error: unknown): unknown {
  if (!isFlowMeshError(error, "permission_missing") || error.details.resource !== "*") return error;
  const { identity = "", permission = "" } = error.details as Readonly<Record<string, string>>;
  return new FlowMeshError("permission_missing", { identity, permission, resource: stream }, { cause: error });
}

/** Publishes records one after the other, with so many under way at a time as memory and server like, and counts what became of them. */
export class PublishRun {
  /** The first failure of the place, else the first of a record. */
  failure: FlowMeshError | undefined;
  readonly #mesh: Mesh;
  readonly #stream: string;
  readonly #watcher: PublishWatcher;
  readonly #startedMs = performance.now();
  readonly #partitions = new Map<
    number,
    { partition: number; records: number; firstOffset: number; lastOffset: number }
  >();
  #published = 0;
  #duplicates = 0;
  #failed = 0;
  #records = 0;
  #bytes = 0;
  #wake: (() => void) | undefined;

  constructor(mesh: Mesh, stream: string, watcher: PublishWatcher) {
    this.#mesh = mesh;
    this.#stream = stream;
    this.#watcher = watcher;
  }

  /** Nothing more can be written there. */
  get isHopeless(): boolean {
    return this.failure !== undefined && isOfPlace(this.failure);
  }

  /** Sends a record, after waiting for room. */
  async add(line: number, record: PublishRecord, bytes: number): Promise<void> {
    while (this.#records >= recordsInFlightMax || (this.#records > 0 && this.#bytes + bytes > bytesInFlightMax)) {
      await this.#settling();
    }
    this.#records += 1;
    this.#bytes += bytes;
    this.#publish(record).then(
      (result) => {
        this.#count(result);
        this.#watcher.written(line, result);
        this.#settled(bytes);
      },
      (error) => {
        this.refuse(line, error);
        this.#settled(bytes);
      },
    );
  }

  async #publish({ value, ...options }: PublishRecord): Promise<PublishResult> {
    return this.#mesh.publish(this.#stream, value, options);
  }

  /** Counts a record that could not be sent, or was not taken. @throws what is no FlowMeshError */
  refuse(line: number, problem: unknown): void {
    const cause = atStream(this.#stream, problem);
    if (!isFlowMeshError(cause)) throw cause;
    const error = atLine(line, cause);
    if (this.failure === undefined || (isOfPlace(error) && !this.isHopeless)) this.failure = error;
    this.#failed += 1;
    this.#watcher.failed(line, error);
  }

  /** Waits until the fate of every record is known. */
  async finish(): Promise<PublishSummary> {
    while (this.#records > 0) await this.#settling();
    return {
      stream: this.#stream,
      published: this.#published,
      duplicates: this.#duplicates,
      failed: this.#failed,
      elapsedMs: Math.round(performance.now() - this.#startedMs),
      partitions: [...this.#partitions.values()].sort((a, b) => a.partition - b.partition),
    };
  }

  #settling(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #settled(bytes: number): void {
    this.#records -= 1;
    this.#bytes -= bytes;
    this.#wake?.();
    this.#wake = undefined;
  }

  #count({ partition, offset, duplicate }: PublishResult): void {
    this.#published += 1;
    if (duplicate) this.#duplicates += 1;
    const known = this.#partitions.get(partition);
    if (known === undefined)
      this.#partitions.set(partition, { partition, records: 1, firstOffset: offset, lastOffset: offset });
    else {
      known.records += 1;
      known.firstOffset = Math.min(known.firstOffset, offset);
      known.lastOffset = Math.max(known.lastOffset, offset);
    }
  }
}
