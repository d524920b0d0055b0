import assert from "node:assert/strict";
import { turn } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

/** Whether a call has answered, once all that it might wait for of the fabric itself has passed. */
async function hasAnswered(call: Promise<unknown>): Promise<boolean> {
  let answered = false;
  call.then(
    () => (answered = true),
    () => (answered = true),
  );
  await turn();
  return answered;
}

const worker = { workerId: "worker", waitMs: 20_000 };

/** What a worker waits for between two extends. */
export const leaseNewsCases: readonly ConformanceCase[] = [
  {
    name: "an extend that waits answers as soon as one of its jobs is cancelled, and extends all of them when it comes",
    async run({ queues, queue: create, enqueue, reserve }) {
      const queue = await create();
      const [, second] = await enqueue(queue, ["a", "b", "c"]);
      const leases = await reserve(queue, 3, { ahead: true });
      const waiting = queues.extend({ queue, ...worker, leases });
      assert.equal(await hasAnswered(waiting), false);
      await queues.cancelJob({ queue, job: second! });
      const { cancelled, lost, leasesEndAt } = await waiting;
      assert.deepEqual([cancelled, lost], [[second], []]);
      assert.ok(leasesEndAt !== undefined);
      assert.equal((await queues.getJob({ queue, job: second! })).job?.attemptsUsed, 1);
      const again = await queues.extend({ queue, ...worker, leases });
      assert.deepEqual(again.cancelled, [second], "what is known is told at once");
    },
  },
  {
    name: "an extend that waits answers when the time is over, with nothing, and when one of its leases is lost, with that",
    async run({ queues, queue: create, enqueue, reserve, elapse }) {
      const queue = await create({ leaseMs: 1000 });
      await enqueue(queue, ["a", "b"]);
      const [a, b] = await reserve(queue, 2);
      const inVain = await elapse(queues.extend({ queue, ...worker, leases: [a!, b!], waitMs: 100 }));
      assert.deepEqual([inVain.cancelled, inVain.lost], [[], []]);
      const { lost } = await elapse(queues.extend({ queue, ...worker, leases: [a!, b!] }));
      assert.ok(lost.length > 0);
    },
  },
  {
    name: "an end that a worker tells itself is no news to it, unless it was the last one",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create();
      await enqueue(queue, ["a", "b"]);
      const [a, b] = await reserve(queue, 2, { ahead: true });
      const waiting = queues.extend({ queue, ...worker, leases: [a!, b!] });
      // It has come once their attempts have begun.
      for (let looks = 0; looks < 1000; looks += 1)
        if ((await queues.getJob({ queue, job: b!.job })).job?.attemptsUsed === 1) break;
      await settle(queue, a!, { done: {} });
      assert.equal(await hasAnswered(waiting), false);
      await settle(queue, b!, { failed: {} });
      const { lost, leasesEndAt } = await waiting;
      assert.deepEqual([lost.toSorted(), leasesEndAt], [[a!.job, b!.job].toSorted(), undefined]);
    },
  },
  {
    name: "an extend that waits ends with its queue, and when its caller or its deadline ends it",
    async run({ queues, queue: create, enqueue, reserve, elapse }) {
      const queue = await create();
      await enqueue(queue, ["a", "b", "c"]);
      const [a, b, c] = await reserve(queue, 3);
      const ending = new AbortController();
      const reason = new Error("enough");
      const ended = queues.extend({ queue, ...worker, leases: [a!] }, { signal: ending.signal });
      const late = queues.extend({ queue, ...worker, leases: [b!] }, { timeoutMs: 200 });
      const orphaned = expectRefusal(queues.extend({ queue, ...worker, leases: [c!] }), "queue_not_found");
      await turn();
      ending.abort(reason);
      await assert.rejects(ended, reason);
      await elapse(expectRefusal(late, "deadline_exceeded"));
      await queues.deleteQueue({ queue });
      await elapse(orphaned);
    },
  },
];
