import type { SimulatedDisk } from "@flowmesh/engine/internal";
import type { EngineSizes, IndexMedium } from "./machine.ts";
import type { Session } from "./session.ts";

/** A kind of use, which goes on over several lives of the engine. */
export interface Workload {
  readonly name: string;
  readonly sizes?: Partial<EngineSizes>;
  /** Bytes that the disk has; default: as many as are wanted. */
  readonly capacityBytes?: number;
  /** Where the index is kept; default: a list of transactions. */
  readonly newIndex?: () => IndexMedium;
  /** The disk may be so full that probes are refused. */
  readonly mayBeFull?: boolean;
  /** One life: from the start of the engine to the moment at which the machine stops. What earlier lives left is in `session.expectation`. */
  run(session: Session, disk: SimulatedDisk): Promise<void>;
}
