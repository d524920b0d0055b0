import type { SimulatedDisk } from "@flowmesh/engine/internal";
import type { Mix } from "./lockstep/steps-of.ts";
import type { EngineSizes, IndexMedium } from "./machine.ts";
import type { Session } from "./session.ts";

interface AnyWorkload {
  readonly name: string;
  readonly sizes?: Partial<EngineSizes>;
  /** Lives of a run among those of all workloads; default: three. Dear ones have two: what is behind a crash is there in any second one. */
  readonly lives?: number;
  /** Where the index is kept; default: a list of transactions. */
  readonly newIndex?: () => IndexMedium;
}

/** Random steps, which the engine does beside the model. */
export interface LockstepWorkload extends AnyWorkload {
  readonly mix: Mix;
}

/** A kind of use, which goes on over several lives of the engine. */
export type Workload = SessionWorkload | LockstepWorkload;

/** Clients whose calls are noted in a ledger. */
export interface SessionWorkload extends AnyWorkload {
  /** Bytes that the disk has; default: as many as are wanted. */
  readonly capacityBytes?: number;
  /** The disk may be so full that probes are refused. */
  readonly mayBeFull?: boolean;
  /** Once the engine serves, the disk takes its time for each call, and calls overtake each other. */
  readonly isDiskSlow?: boolean;
  /** One life: from the start of the engine to the moment at which the machine stops. What earlier lives left is in `session.expectation`. */
  run(session: Session, disk: SimulatedDisk): Promise<void>;
}
