import type { Clock as TimeOfAll, Timer } from "@flowmesh/fabric/internal";

export type { Timer };

/** Time as the engine sees it. */
export interface Clock extends TimeOfAll {
  /**
   * Calls once, when the wall clock shows `wallMs` or more, at most 10 s later when it was set forward meanwhile; before that when it was set back by a second or more, for whoever waits
   * may know better what to do then.
   */
  atWall(wallMs: number, callback: () => void): Timer;
}
