import { parseMoment } from "@flowmesh/client/internal";

/** Whether the first place lies behind the second in every stream that has a record. */
export function isBehind(first: string, second: string, nowMs: number = Date.now()): boolean {
  const [one, other] = [parseMoment(first, "--from", nowMs), parseMoment(second, "--to", nowMs)];
  if (one.kind === "time" && other.kind === "time") return one.timeMs > other.timeMs;
  if (one.kind === "offset" && other.kind === "offset") return one.offset > other.offset;
  if (one.kind === other.kind) return false;
  return one.kind === "latest" || other.kind === "earliest";
}
