/**
 * A backlog: what jobs that wait take of the memory, and how soon after a start the first of them is handed out, both when the server was stopped and when it was killed.
 * `node bench/backlog/main.ts [jobs] [value bytes]`
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FlowMeshProcess, startFlowMeshProcess } from "../flowmesh/flowmesh-process.ts";
import { anonymousMib } from "../server-process.ts";

const [jobs = 10_000_000, valueBytes = 100] = process.argv.slice(2).map(Number);
const queue = "backlog";
const batchJobs = 1000;
const inFlight = 8;

async function enqueueAll({ admin }: FlowMeshProcess): Promise<void> {
  const value = Buffer.alloc(valueBytes, "x");
  let left = jobs;
  const enqueue = async (): Promise<void> => {
    while (left > 0) {
      const count = Math.min(batchJobs, left);
      left -= count;
      await admin.enqueueMany(
        queue,
        Array.from({ length: count }, () => ({ value })),
      );
    }
  };
  await Promise.all(Array.from({ length: inFlight }, enqueue));
}

/** Runs some work, and gives the most anonymous memory of the server meanwhile, in MiB. */
async function peakMib({ pid }: FlowMeshProcess, work: () => Promise<unknown>): Promise<number> {
  let peak = anonymousMib(pid);
  const timer = setInterval(() => {
    peak = Math.max(peak, anonymousMib(pid));
  }, 50);
  await work().finally(() => clearInterval(timer));
  return peak;
}

/** Starts the server, and has it hand out one job and take another. */
async function serveAgain(folder: string): Promise<{ server: FlowMeshProcess; told: string }> {
  const beganMs = performance.now();
  const server = await startFlowMeshProcess({ folder });
  const readyMs = performance.now();
  const { fabric } = server.admin;
  const peak = await peakMib(server, async () => {
    const { jobs: reserved } = await fabric.queues.reserve({ queue, workerId: "bench" });
    if (reserved.length !== 1) throw new Error("no job was handed out");
    await server.admin.enqueue(queue, "one more");
  });
  const servedMs = performance.now();
  const seconds = [readyMs - beganMs, servedMs - beganMs].map((ms) => (ms / 1000).toFixed(1));
  return { server, told: `ready after ${seconds[0]} s, a job handed out after ${seconds[1]} s, ${peak} MiB` };
}

const folder = await mkdtemp(join(tmpdir(), "flowmesh-backlog-"));
const data = join(folder, "data");
try {
  const server = await startFlowMeshProcess({ folder: data });
  await server.admin.queues.create(queue);
  const beganMs = performance.now();
  const peak = await peakMib(server, () => enqueueAll(server));
  const seconds = (performance.now() - beganMs) / 1000;
  const { waiting } = (await server.admin.queues.get(queue)).counts ?? { waiting: 0 };
  console.log(`${waiting} jobs wait after ${seconds.toFixed(0)} s; anonymous memory at most ${peak} MiB`);

  await server.stop();
  const stopped = await serveAgain(data);
  console.log(`started again after a stop: ${stopped.told}`);

  await stopped.server.kill();
  const killed = await serveAgain(data);
  console.log(`started again after a kill: ${killed.told}`);
  await killed.server.stop();
} finally {
  await rm(folder, { recursive: true, force: true });
}
