import type { Fabric, FlowMeshError } from "@flowmesh/fabric";

/** A fabric that a server can stand in front of: it also tells how it is. The engine is one. */
export interface ServedFabric extends Fabric {
  status(): FabricStatus;
  damages(): readonly FabricDamage[];
  syncTimes(): FabricSyncTimes;
  /** The `batches` of a response were sent; nobody uses their memory any more, and it may serve the next read. */
  giveBack(batches: Uint8Array): void;
  /** Resolves when it can acknowledge nothing any more; the process should then end. */
  readonly failure: Promise<FlowMeshError>;
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
}

/** How long syncs took since the log was opened: a histogram. */
export interface FabricSyncTimes {
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
