import assert from "node:assert/strict";
import {
  BulkOperation,
  type BulkOperationInit,
  Job,
  type JobState,
  limits,
  type OperationAction,
  type StartOperationRequestInit,
} from "@flowmesh/contract";
import type { CaseContext } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";
import { deadJobs, start, until, whole } from "./operation-steps.ts";

function assertTold(told: BulkOperation | undefined, expected: BulkOperationInit): void {
  assert.ok(told);
  const [one, other] = [told, expected].map((each) => BulkOperation.decode(BulkOperation.encode(each)));
  assert.deepEqual(one, other);
}

/** Starts an operation that changes one of two jobs and then waits; whatever is done to it tells all of it. */
async function assertToldWhole(
  context: CaseContext,
  request: StartOperationRequestInit & { readonly queue: string },
  waiting: BulkOperationInit,
): Promise<void> {
  const { operations, queues } = context;
  const { queue } = request;
  const begun = await start(context, request);
  const { operation, startedAt, startedBy } = begun;
  const of = { queue, operation };
  const asked = { ...request, ...of, filter: { ...request.filter, state: "dead" }, startedAt, startedBy } as const;
  const first = { ...asked, state: "running", total: 2, left: 2, step: waiting.step ?? 0 } as const;
  assertTold(begun, first);
  const look = async (expected: BulkOperationInit, position?: number): Promise<void> => {
    assertTold((await operations.getOperation(of)).operation, expected);
    const listed = await operations.listOperations({ queue });
    assertTold(
      listed.operations.find((each) => each.operation === operation),
      { ...expected, edit: undefined },
    );
    if (position !== undefined) await queues.getQueue({ queue, atLeast: position });
  };
  await until(context, of, ({ changed }) => changed === 1);
  const going = { ...first, changed: 1, left: 1, ...waiting };
  await look(going);
  const paused = await operations.pauseOperation(of);
  const pausing = { ...going, state: "paused", stateReason: "" } as const;
  assertTold(paused.operation, pausing);
  await look(pausing, paused.position);
  const resumed = await operations.resumeOperation(of);
  assertTold(resumed.operation, going);
  await look(going, resumed.position);
  const stopped = await operations.stopOperation({ ...of, reason: "enough" });
  const { endedAt } = (await operations.getOperation(of)).operation!;
  assert.ok(endedAt! >= startedAt!);
  const over = { ...going, state: "stopped", stateReason: "stopped by hand: enough", endedAt } as const;
  assertTold(stopped.operation, over);
  await look(over, stopped.position);
}

/** Jobs of a dry run are those that are listed. */
async function assertShown(
  { operations, queues }: CaseContext,
  queue: string,
  action: OperationAction,
  state: JobState,
): Promise<void> {
  const { samples } = await operations.startOperation({ queue, action, filter: { state }, dryRun: true });
  const { jobs } = await queues.listJobs({ queue, state });
  const [shown, listed] = [samples, jobs].map((each) => each.map((job) => Job.decode(Job.encode(job))));
  assert.equal(shown?.length, 1);
  assert.deepEqual(shown, listed);
}

const headers = [
  { name: "tenant", value: Buffer.from("a") },
  { name: "trace", value: Buffer.from("b") },
];

export const operationTellingCases: readonly ConformanceCase[] = [
  {
    name: "an operation is told whole, whatever is done to it: what was asked for, and how far it is",
    async run(context) {
      const { deadLetters, operations, queue: create } = context;
      const [queue, toQueue] = [await create(), await create()];
      const ids = await deadJobs(context, queue, ["{}", "{}"], { key: Buffer.from("k"), error: "no route" });
      const [group] = (await deadLetters.groupErrors({ queue })).groups;
      const filter = {
        key: Buffer.from("k"),
        error: "route",
        errorGroup: group!.errorGroup,
        fromJob: ids[0]!,
        toJob: "1000",
        fromTime: 1000,
        toTime: Date.UTC(2100, 0, 1),
        where: "attempts >= 1",
      };
      const redrive = {
        queue,
        action: "retry",
        filter,
        edit: { mergePatch: Buffer.from('{"a":1}'), key: Buffer.from("l"), headers },
        rate: { limit: 100, perMs: 1000 },
        ramp: [1, 2, 0],
        stopOnFailurePercent: 50,
        reason: "mended",
      } as const;
      const stateReason = "waits for 1 of its jobs to end: they must be worked on before it goes on";
      await assertToldWhole(context, redrive, { stateReason, step: 1 });
      await deadJobs(context, queue, ["c"]);
      const rate = { limit: 1, perMs: 3_600_000 };
      await assertToldWhole(context, { queue, action: "move", toQueue, edit: { value: Buffer.from("v") }, rate }, {});
      const both = await operations.listOperations({ queue });
      assert.deepEqual(
        both.operations.map(({ operation }) => operation),
        ["2", "1"],
      );
    },
  },
  {
    name: "a dry run shows jobs as they are listed, in whatever state they are",
    async run(context) {
      const { queues, queue: create, enqueue, reserve, settle } = context;
      const queue = await create();
      const whole = { key: Buffer.from("k"), headers, priority: 7, orderingKey: "o", maxAttempts: 4 };
      await deadJobs(context, queue, ["a"], whole);
      await enqueue(queue, ["b"], whole);
      const [held] = await reserve(queue);
      const leases = [{ job: held!.job, lease: held!.lease, progress: 40 }];
      await queues.extend({ queue, workerId: "worker", leases });
      await enqueue(queue, ["c"], { delayMs: 3_600_000 });
      await enqueue(queue, ["d"]);
      const result = Buffer.from("1");
      await settle(queue, (await reserve(queue))[0]!, { done: { result } });
      await assertShown(context, queue, "retry", "dead");
      await assertShown(context, queue, "cancel", "active");
      await assertShown(context, queue, "run", "delayed");
      await assertShown(context, queue, "remove", "done");
    },
  },
  {
    name: "there are no more operations that have not ended than the limit allows",
    async run(context) {
      const { operations, queues, queue: create } = context;
      const queue = await create();
      const limit = limits.operationsRunning.value;
      const jobs = Array.from({ length: limit + 1 }, () => "a");
      await deadJobs(context, queue, jobs);
      const startOne = () => operations.startOperation({ queue, action: "retry", ramp: [1] });
      // Others may be under way already, of other cases.
      const starts = await Promise.allSettled(jobs.map(startOne));
      await expectRefusal(startOne(), "limit_exceeded", { name: "operations_running", limit });
      const first = starts.find((each) => each.status === "fulfilled");
      await operations.stopOperation({ queue, operation: first!.value.operation!.operation });
      await startOne();
      await queues.deleteQueue({ queue });
    },
  },
  {
    name: "of operations that have ended those that ended first are forgotten beyond the limit, those that have not ended are kept",
    hooks: ["smallLimits"],
    async run(context) {
      const { operations, queue: create } = context;
      const [queue, other] = [await create(), await create()];
      await deadJobs(context, queue, ["a"]);
      const running = await start(context, { queue, action: "retry", ramp: [1] });
      for (let count = 0; count < 5; count++) await whole(context, { queue: other, action: "retry" });
      const kept = (await operations.listOperations({})).operations;
      assert.deepEqual(
        kept.map((each) => [each.queue, each.operation]),
        [
          [other, "5"],
          [other, "4"],
          [other, "3"],
          [other, "2"],
          [queue, running.operation],
        ],
      );
      await expectRefusal(operations.getOperation({ queue: other, operation: "1" }), "operation_not_found");
    },
  },
  {
    name: "on a full disk an operation removes jobs, and gives room",
    hooks: ["fillDisk"],
    async run(context) {
      const { queue: create, hook, operations } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a", "b"]);
      await hook("fillDisk")(true);
      const told = await whole(context, { queue, action: "remove", filter: { state: "dead" } });
      assert.equal(told.changed, 2);
      const { operation } = told;
      await expectRefusal(operations.pauseOperation({ queue, operation }), "operation_ended");
      await hook("fillDisk")(false);
    },
  },
  {
    name: "neither an operation's end nor a position is waited for longer than a call may take",
    hooks: ["clock"],
    async run(context) {
      const { operations, deadLetters, queue: create, elapse } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a"]);
      const { operation } = await start(context, { queue, action: "retry", ramp: [1] });
      const atLeast = 2 ** 50;
      const options = { timeoutMs: 1000 };
      const late = [
        operations.getOperation({ queue, operation, waitMs: 20_000 }, options),
        operations.getOperation({ queue, operation, atLeast }, options),
        operations.listOperations({ queue, atLeast }, options),
        deadLetters.groupErrors({ queue, atLeast }, options),
      ];
      await elapse(Promise.all(late.map((call) => expectRefusal(call, "deadline_exceeded"))));
    },
  },
  {
    name: "what is asked at the position of a change shows it",
    async run(context) {
      const { operations, deadLetters, queue: create } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a"]);
      const told = await operations.startOperation({ queue, action: "retry", filter: { state: "dead" }, ramp: [1] });
      const { operation } = told.operation!;
      const atLeast = told.position;
      assert.equal((await operations.getOperation({ queue, operation, atLeast })).operation?.operation, operation);
      const listed = await operations.listOperations({ queue, atLeast });
      assert.deepEqual(
        listed.operations.map((each) => each.operation),
        [operation],
      );
      assert.ok((await deadLetters.groupErrors({ queue, atLeast })).dead <= 1);
    },
  },
];
