import { isFlowMeshError, type Mesh } from "@flowmesh/client";

/** Creates a queue, after the one of this name is gone with all its jobs: those that nobody works on would gather from run to run. */
export async function createAnew({ queues }: Mesh, queue: string): Promise<void> {
  await queues.delete(queue).catch((error: unknown) => {
    if (!isFlowMeshError(error, "queue_not_found")) throw error;
  });
  await queues.create(queue);
}
