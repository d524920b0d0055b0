import { formatDuration } from "./duration.ts";

/** A time that has passed, for people: `250ms`, and from a second on without what is smaller: `2h3m4s`. */
export function formatAge(ms: number): string {
  return formatDuration(ms < 1000 ? ms : Math.floor(ms / 1000) * 1000);
}
