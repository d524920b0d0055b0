import { connect, type Mesh } from "@flowmesh/client";
import { runCallLoop } from "../closed-loop.ts";
import type { Contender } from "../comparison.ts";
import { JobsFinished, type JobWork } from "../job-work.ts";
import type { FlowMeshProcess } from "./flowmesh-process.ts";
import { createAnew } from "./queue-anew.ts";

const queue = "jobs";
const workerId = "bench";

/** A batch at a time: enqueued with `enqueueMany`, reserved, and settled. */
export function batchedJobs(server: FlowMeshProcess, { value, batchJobs, inFlight }: JobWork): Contender {
  const batch = Array.from({ length: batchJobs }, () => ({ value }));
  const lifecycle = async (mesh: Mesh): Promise<number> => {
    await mesh.enqueueMany(queue, batch);
    const { jobs } = await mesh.fabric.queues.reserve({ queue, workerId, maxJobs: batchJobs });
    await mesh.fabric.queues.settle({ queue, outcomes: jobs.map(({ job, lease }) => ({ job, lease, done: {} })) });
    return jobs.length;
  };
  return {
    name: "FlowMesh, enqueue, reserve, settle",
    settings: "durability always, a call for each step of a batch, 1 connection",
    run: (seconds) =>
      withQueue(server, (mesh) =>
        runCallLoop(server, { inFlight, seconds, call: () => lifecycle(mesh), countOf: (jobs) => jobs }),
      ),
  };
}

/** Enqueued in batches, and worked on by `mesh.worker` with a handler that does nothing. A job counts when its handler has ended; it is settled a moment later, with others. */
export function workedJobs(server: FlowMeshProcess, { value, batchJobs, inFlight, concurrency }: JobWork): Contender {
  const batch = Array.from({ length: batchJobs }, () => ({ value }));
  return {
    name: "FlowMesh, enqueueMany and worker",
    settings: `durability always, concurrency ${concurrency}, 1 connection`,
    run: (seconds) =>
      withQueue(server, async (mesh) => {
        const finished = new JobsFinished();
        const worker = mesh.worker(queue, { concurrency, prefetch: concurrency }, () => finished.add());
        try {
          return await runCallLoop(server, {
            inFlight,
            seconds,
            call: () => Promise.all([finished.after(batchJobs), mesh.enqueueMany(queue, batch)]),
            countOf: () => batchJobs,
          });
        } finally {
          await worker.stop();
        }
      }),
  };
}

/** The queue anew each time, with a connection of its own. */
async function withQueue<Result>(server: FlowMeshProcess, work: (mesh: Mesh) => Promise<Result>): Promise<Result> {
  await createAnew(server.admin, queue);
  const mesh = await connect(server.url);
  try {
    return await work(mesh);
  } finally {
    await mesh.close();
  }
}
