import type { QueuesService, SchedulesService } from "@flowmesh/contract";
import type { Fabric, FlowMeshError } from "@flowmesh/fabric";

/** A fabric that a server can stand in front of: it also tells how it is. The engine is one. */
export interface ServedFabric extends Fabric {
  status(): FabricStatus;
  damages(): readonly FabricDamage[];
  syncTimes(): FabricDurations;
  readonly queues: MeteredQueues;
  readonly schedules: MeteredSchedules;
  /** The `batches` of a response were sent; nobody uses their memory any more, and it may serve the next read. */
  giveBack(batches: Uint8Array): void;
  /** Resolves when it can acknowledge nothing any more; the process should then end. */
  readonly failure: Promise<FlowMeshError>;
}

/** Schedules that count their firings. */
export interface MeteredSchedules extends SchedulesService {
  readonly count: number;
  /** Since the fabric was opened. */
  readonly figures: FabricFirings;
}

/** Firings that were committed and refused, times that passed without one, and how long after their times the committed ones were durable, all together. */
export interface FabricFirings {
  readonly fired: number;
  readonly refused: number;
  readonly passed: number;
  readonly lateMs: number;
}

/** Queues that count what becomes of their jobs. */
export interface MeteredQueues extends QueuesService {
  /** Of each queue since the fabric was opened, in the order of their names. */
  counts(): readonly { readonly queue: string; readonly counts: FabricQueueCounts }[];
  /** How long jobs waited to be handed out for the first time, from when they were enqueued. */
  waitingTimes(): FabricDurations;
}

/** Jobs added, handed out and dead, and leases by how they ended. */
export interface FabricQueueCounts {
  readonly enqueued: number;
  readonly reserved: number;
  readonly done: number;
  readonly failed: number;
  readonly released: number;
  readonly expired: number;
  readonly dead: number;
}

/** What a served fabric tells of itself at the moment it is asked: whether it takes writes, how durable they are, and where its log stands. */
export interface FabricStatus {
  readonly state: "serving" | "disk_full" | "stopping" | "failed";
  readonly durability: string;
  readonly visiblePosition: number;
  readonly streams: number;
  readonly epoch: number;
  readonly firstSegment: number;
  readonly lastSegment: number;
  readonly spareSegments: number;
  readonly segmentBytes: number;
  readonly damages: number;
  readonly settledFiles: number;
  readonly settledBytes: number;
  /** Bytes since the fabric was opened. */
  readonly written: { readonly acceptedBytes: number; readonly carriedBytes: number; readonly settledBytes: number };
}

/** How long something took, each time since the fabric was opened: a histogram. */
export interface FabricDurations {
  /** Upper bounds of the buckets, rising. */
  readonly boundsSeconds: readonly number[];
  /** Of each bucket alone, and at the end of what took longer than the last bound. */
  readonly counts: readonly number[];
  /** Of all together. */
  readonly seconds: number;
}

/** A range of the log that cannot be read back. */
export interface FabricDamage {
  readonly segment: number;
  readonly file: string;
  readonly firstByte: number;
  readonly lastByte: number;
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly reason: string;
  readonly offsets: readonly {
    readonly stream: string;
    readonly partition: number;
    readonly firstOffset: number;
    readonly lastOffset: number;
  }[];
}
