import { limits } from "@flowmesh/contract";
import type { Capabilities, Fabric } from "../fabric.ts";
import type { CaseContext } from "./case-context.ts";

/** What a case needs beyond a fabric, and not every implementation can be given. */
export type Hook = keyof Hooks;

/** Ways to bring about what a test cannot wait for. */
export interface Hooks {
  /** Time that moves only when told to. */
  readonly clock: { nowMs(): number; advance(ms: number): Promise<void> | void };
  /** Closes the fabric and opens it again on the same data. */
  readonly reopen: () => Promise<Fabric>;
  /** Ends it as a loss of power does, and opens it again on what is left. */
  readonly crash: () => Promise<Fabric>;
  /** Applies retention now; resolves when it is done. */
  readonly retain: () => Promise<void>;
  /** Lets the disk be full, or not. */
  readonly fillDisk: (isFull: boolean) => Promise<void>;
  /** Makes the batch that holds this offset unreadable where it is stored; gives the fabric to go on with, which may be one opened again. */
  readonly damage: (stream: string, partition: number, offset: number) => Promise<Fabric>;
  /** Makes the value of this revision of a bucket unreadable where it is stored; gives the fabric to go on with. */
  readonly damageEntry: (bucket: string, revision: number) => Promise<Fabric>;
  /** Makes what a job carries unreadable where it is stored; gives the fabric to go on with. */
  readonly damageJob: (queue: string, job: string) => Promise<Fabric>;
  /** Makes it unreadable what a schedule does. */
  readonly damageSchedule: (schedule: string) => Promise<Fabric>;
  /** Believes calls that say who makes them (`who`): one behind a server asks whom it lets in. */
  readonly callers: true;
  /** Opened with room for `smallLimits` only, instead of the product's limits. */
  readonly smallLimits: true;
  /** Closes the fabric and gives another one on the same data that is not open yet: its first calls wait until it is. */
  readonly opening: () => Promise<Fabric>;
}

/** The limits behind the hook `smallLimits`. */
export const smallLimits: {
  readonly streams: number;
  readonly partitions: number;
  readonly idempotencyKeys: number;
  readonly groups: number;
  readonly groupMembers: number;
  readonly partitionOffsets: number;
  readonly buckets: number;
  readonly queues: number;
  /** Jobs that a queue ever has. */
  readonly queueJobs: number;
  readonly waitingReserves: number;
  readonly kvRevisions: number;
  readonly schedules: number;
  readonly operationsRunning: number;
  readonly operationsKept: number;
} = {
  streams: 3,
  partitions: 8,
  idempotencyKeys: 2,
  groups: 2,
  groupMembers: 2,
  partitionOffsets: 1000,
  buckets: 3,
  queues: 4,
  queueJobs: 4,
  waitingReserves: 2,
  kvRevisions: 10,
  schedules: 3,
  operationsRunning: 3,
  operationsKept: 3,
};

/** A fabric and what its test may do with it. */
export interface FabricUnderTest extends Partial<Hooks> {
  readonly fabric: Fabric;
  /** Called at the end of each case, after the fabric was closed. */
  readonly dispose?: () => Promise<void>;
}

/** Where a commit may have several operations on one stream. */
export const severalOperations: { readonly commitScope: readonly ("fabric" | "resource")[] } = {
  commitScope: ["fabric", "resource"],
};

/** What a commit has at most: one of a few small things, one that holds something at its limit, and one that is at the limit itself. */
export const commitBytes: { readonly small: number; readonly medium: number; readonly large: number } = {
  small: 64 * 1024,
  medium: 2 * 1024 * 1024,
  large: limits.commitBytes.value,
};

/** One promise of the interface, and how it is tested. */
export interface ConformanceCase {
  /** The promise in plain words. */
  readonly name: string;
  /** Run only where all of these are offered. */
  readonly hooks?: readonly Hook[];
  /** Run only where the capability is so, or one of these: `false` is the opposite test, that what is lacking is refused. */
  readonly capability?: { readonly [Name in keyof Capabilities]?: Capabilities[Name] | readonly Capabilities[Name][] };
  /** How large its commits are at most. Default: small. A fabric with room for no more will do, and is opened sooner. */
  readonly commits?: keyof typeof commitBytes;
  readonly run: (context: CaseContext) => Promise<void>;
  /** Only of a case made by `acrossReopen`: all of it but the reopen itself. */
  readonly aroundReopen?: AroundReopen;
}

/** Does what comes before the reopen, and gives what is looked at behind it. */
export type AroundReopen = (context: CaseContext) => Promise<() => Promise<void>>;

/**
 * A case about what is so after a reopen. A suite runs all of them around one reopen, because to start a server again for each would take most of its time: so
 * it uses nothing but what it has made itself.
 */
export function acrossReopen({
  aroundReopen,
  ...rest
}: Omit<ConformanceCase, "hooks" | "run" | "aroundReopen"> & { readonly aroundReopen: AroundReopen }): ConformanceCase {
  return {
    ...rest,
    hooks: ["reopen"],
    aroundReopen,
    run: async (context) => {
      const look = await aroundReopen(context);
      await context.reopen();
      await look();
    },
  };
}
