import type { Clock as TimeOfAll, Timer } from "@flowmesh/fabric/internal";

export type { Timer };

/** Time as the engine sees it. */
export interface Clock extends TimeOfAll {
  /** Calls once, when the wall clock shows `wallMs` or more; at most 10 s later when it was set forward meanwhile. */
  atWall(wallMs: number, callback: () => void): Timer;
}
