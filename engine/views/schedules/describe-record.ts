import { createHash } from "node:crypto";
import type { Firing } from "@flowmesh/contract";
import { type ScheduleFacts, uuidOf } from "@flowmesh/fabric/internal";
import type { ScheduleRecord, StoredFiring } from "../../commit/schedule-operation.ts";

/** What is told of a schedule beside its plan. */
export function factsOf({ cursor, firings, ...record }: ScheduleRecord): ScheduleFacts {
  return { ...record, id: idOf(record), nextMs: cursor.nextMs, firings: firings.map(firingOf) };
}

/** Follows from what no other schedule has had. */
function idOf({ slot, name, createdMs }: Pick<ScheduleRecord, "slot" | "name" | "createdMs">): string {
  const hash = createHash("sha256").update(`schedule ${slot} ${createdMs} ${name}`).digest("hex");
  return uuidOf(hash.slice(0, 32));
}

function firingOf({ scheduledMs, firedMs, refusal, ...firing }: StoredFiring): Firing {
  const { error, message } = refusal ?? { error: "", message: "" };
  return { ...firing, scheduledAt: scheduledMs, firedAt: firedMs, error, message };
}
