import type { Clock as TimeOfAll, Timer } from "@flowmesh/fabric/internal";

export type { Timer };

/** A wall clock that is behind by so much was set back, and not only corrected. */
export const SET_BACK_MS = 1000;

/** Time as the engine sees it. */
export interface Clock extends TimeOfAll {
  /**
   * Calls once, when the wall clock shows `wallMs` or more, at most 10 s later when it was set forward meanwhile; before that when it was set back by a second or more, for whoever waits
   * may know better what to do then.
   */
  atWall(wallMs: number, callback: () => void): Timer;
}
