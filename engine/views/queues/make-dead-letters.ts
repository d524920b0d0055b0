import { isFlowMeshError } from "@flowmesh/fabric";
import { groupOfDeadLetters, newUuid } from "@flowmesh/fabric/internal";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { GroupsTable } from "../groups/groups-table.ts";
import { CreateQueueIntent, type QueueHeads } from "./queue-intents.ts";

/** Makes the queue of a group's dead letters, if it is one and the group is there. @throws FlowMeshError limit_exceeded, disk_full */
export async function makeDeadLetters(
  sequencer: Sequencer,
  heads: QueueHeads & { readonly groups: GroupsTable },
  queue: string,
): Promise<void> {
  const group = groupOfDeadLetters(queue);
  if (group === undefined || heads.groups.find(group) === undefined || heads.queues.find(queue) !== undefined) return;
  try {
    await sequencer.submit(new CreateQueueIntent(heads, queue, newUuid(heads.queues.random), {}));
  } catch (error) {
    if (!isFlowMeshError(error, "queue_exists")) throw error;
  }
}
