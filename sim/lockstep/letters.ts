import type { OperationInit } from "@flowmesh/contract";
import type { Fabric } from "@flowmesh/fabric";
import { groupName, queueName, streamName } from "./names.ts";
import type { Part } from "./step.ts";

/** What makes a record a dead letter of the group. */
export function letterOf({ stream, offset, attempts }: Part & { readonly do: "bury" }, name: string): OperationInit {
  const record = { value: Buffer.from(`letter ${name}`), key: Buffer.from("key-1"), timestamp: 1_600_000_000_000 };
  const error = `record ${offset} cannot be read`;
  return { deadLetter: { group: groupName, stream: streamName(stream), offset, attempts, error, ...record } };
}

/** A group without members, which has given one record up. */
export async function makeGroup(fabric: Fabric): Promise<void> {
  const [stream, memberId] = [streamName(0), "member"];
  await fabric.streams.publish({ stream, records: [{ value: Buffer.from("first") }] });
  await fabric.groups.joinGroup({ group: groupName, memberId, streams: [stream, streamName(1)] });
  await fabric.groups.leaveGroup({ group: groupName, memberId });
  await fabric.commit({ operations: [letterOf({ do: "bury", stream: 0, offset: 0, attempts: 1 }, "first")] });
  const backoff = { initialMs: 2_100, jitter: "none" } as const;
  await fabric.queues.updateQueue({ queue: queueName(2), settings: { backoff, keepDead: { count: 6 } } });
}
