import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "../../clock/virtual-clock.ts";
import { MemoryDisk } from "../../disk/memory-disk.ts";
import { type Engine, openEngine } from "../../engine.ts";
import { openIndexStore } from "../../index-store/table-index-store.ts";
import { SeededRandom } from "../../random/seeded-random.ts";

const queue = "mails";
const JOBS = 1000;

async function openInMemory(): Promise<Engine> {
  const [clock, random] = [new VirtualClock(), new SeededRandom(1)];
  return openEngine({ disk: new MemoryDisk(), index: await openIndexStore(new MemoryDisk()), clock, random });
}

/** Works on what is there, each as said; gives how often each job was handed out. */
async function work({ queues }: Engine, isBroken: (job: string) => boolean, seen: Map<string, number>): Promise<void> {
  const { jobs } = await queues.reserve({ queue, workerId: "w", maxJobs: 1000 });
  for (const { job } of jobs) seen.set(job, (seen.get(job) ?? 0) + 1);
  const outcomes = jobs.map(({ job, lease }) => ({
    job,
    lease,
    ...(isBroken(job) ? { dead: { error: "no route" } } : { done: {} }),
  }));
  if (outcomes.length > 0) await queues.settle({ queue, outcomes });
}

test("of a thousand dead jobs whose handler is still broken for three in ten a redrive in steps stops by itself within its second step; none is lost or tried twice", async () => {
  const engine = await openInMemory();
  const { queues, operations } = engine;
  await queues.createQueue({ queue, settings: { keepDone: {} } });
  await queues.enqueue({ queue, jobs: Array.from({ length: JOBS }, () => ({})) });
  await work(engine, () => true, new Map());
  const request = { queue, action: "retry", ramp: [1, 10, 100, 0], stopOnFailurePercent: 5 } as const;
  const { operation: started } = await operations.startOperation(request);
  const of = { queue, operation: started!.operation };
  const seen = new Map<string, number>();
  const isBroken = (job: string): boolean => Number(job) % 10 > 6 || job === "3";
  for (let turn = 0; turn < 10_000; turn++) {
    if ((await operations.getOperation(of)).operation?.state === "stopped") break;
    await work(engine, isBroken, seen);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  await work(engine, isBroken, seen);
  const { operation } = await operations.getOperation(of);
  assert.deepEqual([operation?.state, operation?.step, operation?.changed], ["stopped", 2, 11]);
  assert.match(operation!.stateReason, /died again: more than 5 %/);
  assert.deepEqual([...seen.values()], Array(11).fill(1));
  const { counts } = (await queues.getQueue({ queue })).queue!;
  const failedAgain = [...seen.keys()].filter(isBroken).length;
  assert.deepEqual([counts?.dead, counts?.done], [JOBS - 11 + failedAgain, 11 - failedAgain]);
  assert.equal(operation?.failedAgain, failedAgain);
  await engine.close();
});
