import assert from "node:assert/strict";
import type { ConformanceCase } from "../../conformance-case.ts";
import { deadJobs, jobsOf, whole, work } from "./operation-steps.ts";

export const operationActionCases: readonly ConformanceCase[] = [
  {
    name: "an operation tries all dead jobs of a queue again, each once, and counts what becomes of them",
    async run(context) {
      const { queue: create, reserve, settle, operations } = context;
      const queue = await create();
      const ids = await deadJobs(context, queue, ["a", "b", "c"]);
      const told = await whole(context, { queue, action: "retry", reason: "mended" });
      assert.deepEqual([told.state, told.total, told.changed, told.left], ["done", 3, 3, 0]);
      assert.deepEqual([told.action, told.reason, told.filter?.state], ["retry", "mended", "dead"]);
      assert.ok(told.startedAt! <= told.endedAt!);
      const [a, b, c] = await reserve(queue, 5);
      assert.deepEqual([a?.job, b?.job, c?.job], ids);
      assert.equal(a?.attempt, 1, "with all attempts anew");
      await settle(queue, a!, { done: {} });
      await settle(queue, b!, { dead: { error: "still" } });
      await context.queues.cancelJob({ queue, job: c!.job });
      await settle(queue, c!, { failed: {} });
      const { operation } = await operations.getOperation({ queue, operation: told.operation });
      assert.deepEqual([operation?.succeeded, operation?.failedAgain, operation?.givenUp], [1, 1, 1]);
    },
  },
  {
    name: "a job that dies again is not retried again by the operation that retried it",
    async run(context) {
      const { queue: create, reserve, settle, stateOf } = context;
      const queue = await create();
      const [id] = await deadJobs(context, queue, ["a"]);
      await whole(context, { queue, action: "retry" });
      await settle(queue, (await reserve(queue))[0]!, { dead: { error: "still" } });
      assert.equal(await stateOf(queue, id!), "dead");
      assert.deepEqual(await reserve(queue), []);
    },
  },
  {
    name: "an operation removes jobs in the state that it is told, and no others",
    async run(context) {
      const { queue: create, enqueue } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a", "b"]);
      const [waiting] = await enqueue(queue, ["c"]);
      const told = await whole(context, { queue, action: "remove", filter: { state: "dead" } });
      assert.equal(told.changed, 2);
      assert.deepEqual(
        (await jobsOf(context, queue)).map(({ job }) => job),
        [waiting],
      );
    },
  },
  {
    name: "an operation cancels jobs that wait, are delayed or are being worked on",
    async run(context) {
      const { queue: create, enqueue, reserve, settle, stateOf } = context;
      const queue = await create();
      const [active, waiting] = await enqueue(queue, ["a", "b"]);
      const [delayed] = await enqueue(queue, ["c"], { delayMs: 60_000 });
      const [job] = await reserve(queue);
      for (const state of ["waiting", "delayed", "active"] as const)
        assert.equal((await whole(context, { queue, action: "cancel", filter: { state } })).changed, 1, state);
      for (const id of [waiting!, delayed!]) assert.equal(await stateOf(queue, id), "cancelled");
      await settle(queue, job!, { failed: {} });
      assert.equal(await stateOf(queue, active!), "cancelled");
    },
  },
  {
    name: "an operation hands delayed jobs out at once",
    async run(context) {
      const { queue: create, enqueue, reserve } = context;
      const queue = await create();
      const ids = await enqueue(queue, ["a", "b"], { delayMs: 3_600_000 });
      assert.equal((await whole(context, { queue, action: "run" })).changed, 2);
      assert.deepEqual(
        (await reserve(queue, 5)).map(({ job }) => job),
        ids,
      );
    },
  },
  {
    name: "an operation moves dead jobs into another queue, where each names the one that it was",
    async run(context) {
      const { queue: create, reserve } = context;
      const [queue, toQueue] = [await create(), await create()];
      const headers = [{ name: "tenant", value: Buffer.from("a") }];
      const [id] = await deadJobs(context, queue, ["a"], {
        priority: 9,
        key: Buffer.from("k"),
        headers,
        orderingKey: "o",
      });
      assert.equal((await whole(context, { queue, action: "move", toQueue })).changed, 1);
      assert.deepEqual(await jobsOf(context, queue), []);
      const [moved] = await jobsOf(context, toQueue);
      assert.equal(moved?.retryOf, `${queue}#${id}`);
      assert.deepEqual([moved?.priority, String(moved?.key), moved?.orderingKey], [9, "k", "o"]);
      const [job] = await reserve(toQueue);
      assert.deepEqual([String(job?.value), job?.headers], ["a", headers]);
    },
  },
  {
    name: "jobs that an operation has tried again, changed or moved name it as a cause, beside what caused them before",
    capability: { lineage: true },
    async run(context) {
      const { queue: create, fabric, queues } = context;
      const [queue, toQueue] = [await create(), await create()];
      const jobs = [{ value: Buffer.from("a") }, { value: Buffer.from("b") }];
      await queues.enqueue({ queue, jobs, causation: ["schedule:nightly"] });
      const causesOf = async (id: string) => {
        const { nodes } = await fabric.lineage.where({ id, direction: "causes" });
        return nodes[0]?.causes;
      };
      const again = async (more: object) => {
        await work(context, queue, () => ({ dead: { error: "boom" } }));
        return (await whole(context, { queue, action: "retry", filter: { toJob: "1" }, ...more })).operation;
      };
      const first = `operation:${queue}/${await again({})}`;
      assert.deepEqual(await causesOf(`${queue}#0`), ["schedule:nightly", first]);
      assert.deepEqual(await causesOf(`${queue}#1`), ["schedule:nightly"]);
      const second = `operation:${queue}/${await again({})}`;
      assert.deepEqual(await causesOf(`${queue}#0`), ["schedule:nightly", first, second]);
      const { nodes } = await fabric.lineage.where({ id: second, direction: "effects" });
      assert.deepEqual(
        nodes.map(({ id }) => id),
        [second, `${queue}#0`],
      );
      const edited = `operation:${queue}/${await again({ edit: { value: Buffer.from("c") } })}`;
      const [changed] = (await jobsOf(context, queue)).filter(({ retryOf }) => retryOf === "0");
      assert.deepEqual(await causesOf(`${queue}#${changed?.job}`), [edited]);
      const { operation } = await whole(context, {
        queue,
        action: "move",
        toQueue,
        filter: { fromJob: "1", toJob: "2" },
      });
      const [moved] = await jobsOf(context, toQueue);
      assert.deepEqual(await causesOf(`${toQueue}#${moved?.job}`), [`operation:${queue}/${operation}`]);
    },
  },
  {
    name: "an operation on jobs in a state that there are none in is done at once",
    async run(context) {
      const queue = await context.queue();
      const told = await whole(context, { queue, action: "retry" });
      assert.deepEqual([told.state, told.total, told.changed], ["done", 0, 0]);
    },
  },
  {
    name: "a dry run tells how many jobs match, shows some, and changes nothing",
    async run(context) {
      const { operations, queue: create, stateOf } = context;
      const queue = await create();
      const ids = await deadJobs(context, queue, ["a", "b"]);
      const told = await operations.startOperation({ queue, action: "retry", dryRun: true });
      assert.deepEqual([told.matched, told.operation, told.isPartial], [2, undefined, false]);
      assert.deepEqual(told.samples.map(({ job, value }) => [job, String(value)]).sort(), [
        [ids[0], "a"],
        [ids[1], "b"],
      ]);
      for (const id of ids) assert.equal(await stateOf(queue, id), "dead");
      assert.deepEqual((await operations.listOperations({ queue })).operations, []);
    },
  },
];
