import type { CommitRequestInit, HeaderInit, OperationInit } from "@flowmesh/contract";
import { formatLineageId, scheduleId } from "../lineage/lineage-id.ts";

/** What the records and jobs of a firing are told of it. */
export interface FiringFacts {
  readonly schedule: string;
  readonly scheduledMs: number;
  readonly number: number;
}

/** The operations of one firing: those of the schedule, with headers that say which firing it is. */
export function firingOperations(operations: readonly OperationInit[], facts: FiringFacts): OperationInit[] {
  const added = headersOf(facts);
  const withFacts = <Item extends { readonly headers?: readonly HeaderInit[] | undefined }>(item: Item): Item => ({
    ...item,
    headers: [...(item.headers ?? []), ...added],
  });
  return operations.map((operation) => {
    const { publish, enqueue } = operation;
    if (publish !== undefined) return { publish: { ...publish, records: (publish.records ?? []).map(withFacts) } };
    if (enqueue !== undefined) return { enqueue: { ...enqueue, jobs: (enqueue.jobs ?? []).map(withFacts) } };
    return operation;
  });
}

function headersOf({ schedule, scheduledMs, number }: FiringFacts): HeaderInit[] {
  const texts = {
    "flowmesh-schedule": schedule,
    "flowmesh-scheduled-at": new Date(scheduledMs).toISOString(),
    "flowmesh-firing": String(number),
  };
  return Object.entries(texts).map(([name, value]) => ({ name, value: Buffer.from(value) }));
}

/** The commit of a firing, which names its schedule as its cause. */
export function firingCommit(operations: readonly OperationInit[], facts: FiringFacts): CommitRequestInit {
  const causation = [formatLineageId(scheduleId(facts.schedule))];
  return { operations: firingOperations(operations, facts), causation };
}
