import assert from "node:assert/strict";
import type { StartOperationRequestInit } from "@flowmesh/contract";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";
import { deadJobs, ended, start, until, whole, work } from "./operation-steps.ts";

export const operationAdminCases: readonly ConformanceCase[] = [
  {
    name: "an operation can be paused, resumed and stopped, also twice",
    async run(context) {
      const { operations, queue: create, queues } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a", "b", "c"]);
      const { operation } = await start(context, { queue, action: "retry", ramp: [1, 1, 0] });
      await until(context, { queue, operation }, ({ changed }) => changed === 1);
      for (let time = 0; time < 2; time++) {
        const paused = await operations.pauseOperation({ queue, operation });
        assert.equal(paused.operation?.state, "paused");
        assert.ok(paused.position > 0);
      }
      await work(context, queue);
      const still = await operations.getOperation({ queue, operation });
      assert.deepEqual([still.operation?.changed, still.operation?.succeeded], [1, 1]);
      for (let time = 0; time < 2; time++)
        assert.equal((await operations.resumeOperation({ queue, operation })).operation?.state, "running");
      await until(context, { queue, operation }, ({ changed }) => changed === 2);
      for (let time = 0; time < 2; time++) {
        const stopped = await operations.stopOperation({ queue, operation, reason: "enough" });
        assert.equal(stopped.operation?.state, "stopped");
        assert.match(stopped.operation!.stateReason, /by hand: enough/);
      }
      await work(context, queue);
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.dead, 1);
      await expectRefusal(operations.pauseOperation({ queue, operation }), "operation_ended", { state: "stopped" });
      await expectRefusal(operations.resumeOperation({ queue, operation }), "operation_ended");
    },
  },
  {
    name: "operations are listed newest first, in pages, of one queue or of those that have not ended",
    async run(context) {
      const { operations, queue: create } = context;
      const [queue, other] = [await create(), await create()];
      await deadJobs(context, queue, ["a", "b"]);
      const edit = { value: Buffer.from("new") };
      const first = await start(context, { queue, action: "retry", ramp: [1, 0], edit });
      await whole(context, { queue: other, action: "retry" });
      const last = await whole(context, { queue, action: "remove", filter: { state: "done" } });
      const one = await operations.listOperations({ queue, pageSize: 1 });
      assert.deepEqual(
        one.operations.map(({ operation }) => operation),
        [last.operation],
      );
      const { nextPageToken: pageToken } = one;
      const two = await operations.listOperations({ queue, pageSize: 1, pageToken });
      assert.deepEqual([two.operations[0]?.operation, two.nextPageToken], [first.operation, ""]);
      assert.equal(two.operations[0]?.edit, undefined);
      const told = (await operations.getOperation({ queue, operation: first.operation })).operation;
      assert.equal(String(told?.edit?.value), "new");
      await expectRefusal(operations.listOperations({ queue: other, pageToken }), "page_token_invalid");
      await expectRefusal(operations.listOperations({ pageToken: "x" }), "page_token_invalid");
      const running = (await operations.listOperations({ running: true, pageSize: 1000 })).operations;
      assert.ok(running.some((each) => each.queue === queue && each.operation === first.operation));
      assert.ok(!running.some(({ queue: of }) => of === other));
    },
  },
  {
    name: "what an operation cannot be is refused",
    async run({ operations, queue: create, name }) {
      const queue = await create();
      const wrong: readonly (readonly [StartOperationRequestInit, string])[] = [
        [{}, "action"],
        [{ action: "remove" }, "filter.state"],
        [{ action: "retry", filter: { state: "waiting" } }, "filter.state"],
        [{ action: "cancel", edit: {} }, "edit"],
        [{ action: "cancel", ramp: [1] }, "ramp"],
        [{ action: "retry", ramp: [0, 1] }, "ramp"],
        [{ action: "retry", ramp: Array(11).fill(1) }, "ramp"],
        [{ action: "retry", ramp: [-1] }, "ramp[0]"],
        [{ action: "cancel", stopOnFailurePercent: 1 }, "stop_on_failure_percent"],
        [{ action: "retry", stopOnFailurePercent: 101 }, "stop_on_failure_percent"],
        [{ action: "retry", toQueue: queue }, "to_queue"],
        [{ action: "move", toQueue: queue }, "to_queue"],
        [{ action: "retry", rate: { limit: -1 } }, "rate.limit"],
        [{ action: "retry", reason: "x".repeat(1025) }, "reason"],
        [{ action: "remove", filter: { state: "dead", fromJob: "1x" } }, "filter.from_job"],
        [{ action: "remove", filter: { state: "dead", toJob: "-1" } }, "filter.to_job"],
        [{ action: "retry", edit: { value: Buffer.from("a"), mergePatch: Buffer.from("{}") } }, "edit.merge_patch"],
        [{ action: "retry", edit: { mergePatch: Buffer.from("{") } }, "edit.merge_patch"],
        [{ action: "retry", edit: { value: Buffer.alloc(65_537) } }, "edit"],
      ];
      for (const [request, field] of wrong)
        await expectRefusal(operations.startOperation({ queue, ...request }), "field_invalid", { field });
      // Where a client cannot even write it down, it knows the field alone.
      const never = operations.startOperation({ queue, action: "retry", filter: { fromTime: Number.NaN } });
      await expectRefusal(never, "field_invalid");
      const where = operations.startOperation({ queue, action: "retry", filter: { where: "value." } });
      await expectRefusal(where, "expression_invalid");
      const headers = [{ name: "n", value: Buffer.alloc(5000) }];
      await expectRefusal(operations.startOperation({ queue, action: "retry", edit: { headers } }), "record_too_large");
      await expectRefusal(operations.startOperation({ queue, action: "move" }), "name_invalid");
      await expectRefusal(operations.startOperation({ queue, action: "move", toQueue: name() }), "queue_not_found");
    },
  },
  {
    name: "operations and queues that are not there are refused by name",
    async run({ operations, queue: create, name }) {
      const [queue, missing] = [await create(), name()];
      const operation = "7";
      await expectRefusal(operations.startOperation({ queue: missing, action: "retry" }), "queue_not_found");
      await expectRefusal(operations.listOperations({ queue: missing }), "queue_not_found");
      await expectRefusal(operations.listOperations({ queue: "no name" }), "name_invalid");
      for (const call of ["getOperation", "pauseOperation", "resumeOperation", "stopOperation"] as const) {
        await expectRefusal(operations[call]({ queue, operation }), "operation_not_found", { queue, operation });
        await expectRefusal(operations[call]({ queue: missing, operation }), "queue_not_found");
        await expectRefusal(operations[call]({ queue, operation: "" }), "field_invalid", { field: "operation" });
        await expectRefusal(operations[call]({ queue: "no name", operation }), "name_invalid");
      }
    },
  },
  {
    name: "who waits for an operation is answered when it ends, or when the time is over",
    hooks: ["clock"],
    async run(context) {
      const { operations, queue: create, elapse } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a"]);
      const { operation } = await start(context, { queue, action: "retry", ramp: [1] });
      const early = await elapse(operations.getOperation({ queue, operation, waitMs: 100 }));
      assert.equal(early.operation?.state, "running");
      const waiting = operations.getOperation({ queue, operation, waitMs: 30_000 });
      await work(context, queue);
      assert.equal((await elapse(waiting)).operation?.state, "done");
    },
  },
  {
    name: "what is done to a queue's operations goes with the queue",
    async run(context) {
      const { operations, queues, queue: create } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a"]);
      const told = await start(context, { queue, action: "retry", ramp: [1] });
      await until(context, told, ({ changed }) => changed === 1);
      await queues.deleteQueue({ queue });
      await expectRefusal(operations.getOperation(told), "queue_not_found");
      await queues.createQueue({ queue });
      await expectRefusal(operations.getOperation(told), "operation_not_found");
      assert.equal((await ended(context, await start(context, { queue, action: "retry" }))).state, "done");
    },
  },
];
