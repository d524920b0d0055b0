import assert from "node:assert/strict";
import { turn } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

export const queueWaitingCases: readonly ConformanceCase[] = [
  {
    name: "a reserve that waits gets a job as soon as one is enqueued",
    async run({ queues, queue: create, enqueue }) {
      const queue = await create();
      const waiting = queues.reserve({ queue, workerId: "worker", waitMs: 20_000 });
      await turn();
      const [id] = await enqueue(queue, ["a"]);
      assert.deepEqual(
        (await waiting).jobs.map(({ job }) => job),
        [id],
      );
    },
  },
  {
    name: "a reserve that waits gets a job when its delay is over, a lease ends, a limit frees, or the queue is resumed",
    async run({ queues, queue: create, enqueue, reserve, settle, elapse }) {
      const wait = (queue: string) => queues.reserve({ queue, workerId: "other", waitMs: 20_000 });
      const delayed = await create();
      await enqueue(delayed, ["a"], { delayMs: 1500 });
      assert.equal((await elapse(wait(delayed))).jobs.length, 1);
      const leased = await create({ leaseMs: 1000, backoff: { initialMs: 0, jitter: "none" } });
      await enqueue(leased, ["a"]);
      await reserve(leased);
      assert.equal((await elapse(wait(leased))).jobs[0]?.attempt, 2);
      const limited = await create({ concurrency: 1 });
      await enqueue(limited, ["a", "b"]);
      const [held] = await reserve(limited);
      const forLimit = wait(limited);
      await turn();
      await settle(limited, held!, { done: {} });
      assert.equal((await elapse(forLimit)).jobs.length, 1);
      const paused = await create();
      await queues.pauseQueue({ queue: paused });
      await enqueue(paused, ["a"]);
      const forResume = wait(paused);
      await turn();
      await queues.resumeQueue({ queue: paused });
      assert.equal((await elapse(forResume)).jobs.length, 1);
    },
  },
  {
    name: "a reserve that waits at a paused queue, or for a job whose time has not come, gets none",
    async run({ queues, queue: create, enqueue, elapse }) {
      const [paused, late] = [await create(), await create()];
      await queues.pauseQueue({ queue: paused });
      await enqueue(late, ["a"], { delayMs: 3_600_000 });
      const answers = [paused, late].map((queue) => queues.reserve({ queue, workerId: "worker", waitMs: 1000 }));
      await turn();
      await enqueue(paused, ["a"]);
      const [atPaused, atLate] = await elapse(Promise.all(answers));
      assert.deepEqual([atPaused?.jobs, atPaused?.paused, atLate?.jobs, atLate?.paused], [[], true, [], false]);
    },
  },
  {
    name: "a reserve that waits in vain is answered without jobs when its time is over",
    async run({ queues, queue: create, elapse }) {
      const queue = await create();
      const { jobs, position } = await elapse(queues.reserve({ queue, workerId: "worker", waitMs: 1200 }));
      assert.deepEqual([jobs, position], [[], 0]);
    },
  },
  {
    name: "the reserves of a worker that leaves are answered at once without jobs, and nobody else's",
    async run({ queues, name, queue: create, enqueue }) {
      const queue = await create();
      await enqueue(queue, ["held"], { delayMs: 3_600_000 });
      const of = { queue, waitMs: 20_000, maxJobs: 2 };
      const [leaving, staying] = ["leaving", "staying"].map((workerId) => queues.reserve({ ...of, workerId }));
      await turn();
      const none = { jobs: [], position: 0, paused: false, leaseMs: 0 };
      const left = leaving!.then(() => true);
      const leave = async (workerId: string): Promise<boolean> => {
        assert.deepEqual(await queues.reserve({ ...of, workerId, leaving: true }), none);
        return false;
      };
      // What it asks may overtake its reserve.
      while (!(await Promise.race([left, leave("leaving")])));
      assert.deepEqual(await leaving, none);
      const [id] = await enqueue(queue, ["a"]);
      assert.deepEqual(
        (await staying)?.jobs.map(({ job }) => job),
        [id],
      );
      // A worker that leaves takes nothing, whatever there is.
      await enqueue(queue, ["b"]);
      await leave("staying");
      await expectRefusal(queues.reserve({ queue: name(), workerId: "leaving", leaving: true }), "queue_not_found");
    },
  },
  {
    name: "a reserve that waits ends with its queue, and when its caller ends it",
    async run({ queues, queue: create, elapse }) {
      const queue = await create();
      const ending = new AbortController();
      const reason = new Error("enough");
      const ended = queues.reserve({ queue, workerId: "worker", waitMs: 20_000 }, { signal: ending.signal });
      const orphaned = queues.reserve({ queue, workerId: "worker", waitMs: 20_000 });
      const late = queues.reserve({ queue, workerId: "worker", waitMs: 20_000 }, { timeoutMs: 1000 });
      const refused = expectRefusal(orphaned, "queue_not_found");
      await turn();
      ending.abort(reason);
      await assert.rejects(ended, reason);
      await elapse(expectRefusal(late, "deadline_exceeded"));
      await queues.deleteQueue({ queue });
      await elapse(refused);
    },
  },
  {
    name: "no job is handed out twice to workers that ask at the same time",
    async run({ queues, queue: create, enqueue }) {
      const queue = await create();
      const ids = await enqueue(
        queue,
        Array.from({ length: 60 }, (_, index) => String(index)),
      );
      const workers = Array.from({ length: 20 }, (_, index) =>
        queues.reserve({ queue, workerId: `worker ${index}`, maxJobs: 4 }),
      );
      const jobs = (await Promise.all(workers)).flatMap((answer) => answer.jobs.map(({ job }) => job));
      assert.deepEqual(jobs.toSorted(), ids.toSorted());
    },
  },
];
