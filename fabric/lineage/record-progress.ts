import type { RecordState } from "@flowmesh/contract";
import type { CursorState } from "../groups/group-state.ts";

/** How far a group with this cursor is with a record of a partition whose first record kept is at `startOffset`. */
export function recordState(
  { offset: next, finished }: CursorState,
  { startOffset, offset, isHeld }: { readonly startOffset: number; readonly offset: number; readonly isHeld: boolean },
): RecordState {
  if (offset < next) return "done";
  for (let at = 0; at < finished.length; at += 2)
    if ((finished[at] as number) <= offset && offset <= (finished[at + 1] as number)) return "done";
  return isHeld && offset === Math.max(next, startOffset) ? "at_it" : "behind";
}
