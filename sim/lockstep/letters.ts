import type { OperationInit } from "@flowmesh/contract";
import type { Fabric } from "@flowmesh/fabric";
import type { Part } from "./step.ts";

/** The one group that gives records up. */
export const groupName = "group";

/** What makes a record a dead letter of the group. */
export function letterOf({ stream, offset, attempts }: Part & { readonly do: "bury" }, name: string): OperationInit {
  const record = { value: Buffer.from(`letter ${name}`), key: Buffer.from("key-1"), timestamp: 1_600_000_000_000 };
  const error = `record ${offset} cannot be read`;
  return { deadLetter: { group: groupName, stream: `stream-${stream}`, offset, attempts, error, ...record } };
}

/** A group without members, which has given one record up. */
export async function makeGroup(fabric: Fabric): Promise<void> {
  const [stream, memberId] = ["stream-0", "member"];
  await fabric.streams.publish({ stream, records: [{ value: Buffer.from("first") }] });
  await fabric.groups.joinGroup({ group: groupName, memberId, streams: [stream, "stream-1"] });
  await fabric.groups.leaveGroup({ group: groupName, memberId });
  await fabric.commit({ operations: [letterOf({ do: "bury", stream: 0, offset: 0, attempts: 1 }, "first")] });
  const backoff = { initialMs: 2_100, jitter: "none" } as const;
  await fabric.queues.updateQueue({ queue: `@${groupName}`, settings: { backoff, keepDead: { count: 6 } } });
}
