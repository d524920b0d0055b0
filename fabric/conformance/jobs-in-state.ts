import type { JobState } from "@flowmesh/contract";
import type { Fabric } from "../fabric.ts";

/** All queues' names. */
export async function queuesOf({ queues }: Fabric): Promise<string[]> {
  return (await queues.listQueues({ pageSize: 1000 })).queues.map(({ queue }) => queue);
}

/** Does something with each job in a state. */
export async function forJobs(
  fabric: Fabric,
  state: JobState,
  act: (job: { readonly queue: string; readonly job: string }) => Promise<unknown>,
): Promise<void> {
  for (const queue of await queuesOf(fabric))
    for (const { job } of (await fabric.queues.listJobs({ queue, state })).jobs) await act({ queue, job });
}
