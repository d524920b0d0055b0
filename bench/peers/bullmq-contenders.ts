import { Queue, Worker } from "bullmq";
import { runCallLoop } from "../closed-loop.ts";
import type { Contender } from "../comparison.ts";
import { JobsFinished, type JobWork } from "../job-work.ts";
import type { RedisProcess } from "./redis-process.ts";

const name = "jobs";

/** Jobs that are added in bulk and worked on by a worker whose handler does nothing. */
export function bullmqJobs(server: RedisProcess, { value, batchJobs, inFlight, concurrency }: JobWork): Contender {
  const connection = { host: server.host, port: server.port };
  const data = value.toString("latin1");
  const batch = Array.from({ length: batchJobs }, () => ({ name, data, opts: { removeOnComplete: true } }));
  return {
    name: "BullMQ, addBulk and Worker",
    settings: `${server.settings}; concurrency ${concurrency}, finished jobs are removed`,
    run: async (seconds) => {
      const queue = new Queue(name, { connection });
      await queue.obliterate({ force: true });
      const finished = new JobsFinished();
      const worker = new Worker(name, async () => undefined, { connection, concurrency });
      worker.on("completed", () => finished.add());
      try {
        return await runCallLoop(server, {
          inFlight,
          seconds,
          call: () => Promise.all([finished.after(batchJobs), queue.addBulk(batch)]),
          countOf: () => batchJobs,
        });
      } finally {
        await worker.close();
        await queue.close();
      }
    },
  };
}
