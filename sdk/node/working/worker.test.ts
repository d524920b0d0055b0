import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import {
  Fatal,
  type JobHandle,
  type QueueOptions,
  retryAfter,
  type WorkContext,
  type WorkerOptions,
} from "../index.ts";
import { Mesh } from "../mesh.ts";
import type { Job } from "../queues/job.ts";

async function meshWith(options: QueueOptions = {}): Promise<Mesh> {
  const mesh = new Mesh(new ModelFabric());
  await mesh.queues.create("mails", { backoff: { initialMs: 0 }, ...options });
  return mesh;
}

/** A worker that goes with its test. */
function work(
  t: TestContext,
  mesh: Mesh,
  handler: (job: Job, context: WorkContext) => unknown,
  options: WorkerOptions = {},
) {
  const worker = mesh.worker("mails", options, handler);
  t.after(() => worker.stop().catch(() => undefined));
  return worker;
}

async function stateOf(handle: JobHandle): Promise<string> {
  return (await handle.details()).state;
}

test("what a handler returns is the job's result, and every job is handed over once", async (t) => {
  const mesh = await meshWith();
  const seen: string[] = [];
  work(
    t,
    mesh,
    (job) => {
      seen.push(job.text());
      return { length: job.text().length };
    },
    { concurrency: 7, prefetch: 20 },
  );
  const values = Array.from({ length: 200 }, (_, number) => String(number));
  const handles = await mesh.enqueueMany(
    "mails",
    values.map((value) => ({ value })),
  );
  const results = await Promise.all(handles.map((handle) => handle.result<{ length: number }>()));
  assert.deepEqual(
    results.map((result) => result?.length),
    values.map(({ length }) => length),
  );
  assert.deepEqual(seen, values);
});

test("what became of jobs is told, and new ones are asked for, in one write, so that one sync is enough for both", async (t) => {
  const fabric = new ModelFabric();
  const mesh = new Mesh(fabric);
  await mesh.queues.create("mails");
  const { queues } = fabric;
  const [settle, reserve] = [queues.settle.bind(queues), queues.reserve.bind(queues)];
  const [toldIn, askedIn] = [new Set<number>(), new Set<number>()];
  let write = 0;
  /** A connection writes at the next tick what it was given until then. */
  const noteIn = (writes: Set<number>): void => {
    const now = write;
    writes.add(now);
    process.nextTick(() => (write = now + 1));
  };
  queues.settle = (...call) => {
    noteIn(toldIn);
    return settle(...call);
  };
  queues.reserve = (...call) => {
    noteIn(askedIn);
    return reserve(...call);
  };
  const handles = await mesh.enqueueMany("mails", Array(6).fill({ value: "a" }));
  work(t, mesh, () => undefined, { concurrency: 2 });
  await Promise.all(handles.map((handle) => handle.result()));
  assert.equal(toldIn.size, 3);
  assert.deepEqual(
    [...toldIn].filter((told) => !askedIn.has(told)),
    [],
  );
});

test("a job whose handler throws is tried again, and dead after its last attempt, with each error", async (t) => {
  const mesh = await meshWith({ maxAttempts: 3 });
  const attempts: number[] = [];
  const errors: unknown[] = [];
  const handler = (_job: Job, { attempt }: WorkContext): void => {
    attempts.push(attempt);
    throw new RangeError(`attempt ${attempt}`);
  };
  work(t, mesh, handler, { onError: (error) => errors.push(error) });
  const handle = await mesh.enqueue("mails", "a");
  await assert.rejects(handle.result(), { reason: "job_failed", message: /is dead: RangeError: attempt 3/ });
  assert.deepEqual(attempts, [1, 2, 3]);
  assert.equal(errors.length, 3);
  const details = await handle.details();
  assert.deepEqual(
    details.attempts.map(({ error, end }) => [error, end]),
    [
      ["RangeError: attempt 1", "failed"],
      ["RangeError: attempt 2", "failed"],
      ["RangeError: attempt 3", "failed"],
    ],
  );
  assert.match(details.attempts[0]!.stack, /worker\.test\.ts/);
});

test("what caused an error stands in the job's attempts with it, once", async (t) => {
  const refused = new Error("connect ECONNREFUSED ::1:1");
  const circular = new Error("round");
  circular.cause = circular;
  const thrown: readonly (readonly [error: unknown, text: string])[] = [
    [
      new TypeError("fetch failed", { cause: new AggregateError([refused, new RangeError("timed out")]) }),
      "TypeError: fetch failed: connect ECONNREFUSED ::1:1: RangeError: timed out",
    ],
    [new Error(`no mail: ${refused.message}`, { cause: refused }), `no mail: ${refused.message}`],
    [new Error("no mail", { cause: "full" }), "no mail: full"],
    [circular, "round"],
  ];
  const mesh = await meshWith({ maxAttempts: thrown.length });
  work(t, mesh, (_job, { attempt }) => {
    throw thrown[attempt - 1]![0];
  });
  const handle = await mesh.enqueue("mails", "a");
  await assert.rejects(handle.result(), { reason: "job_failed" });
  const { attempts } = await handle.details();
  assert.deepEqual(
    attempts.map(({ error }) => error),
    thrown.map(([, text]) => text),
  );
  assert.match(attempts[0]!.stack, /fetch failed.*\[cause\]: Error: connect ECONNREFUSED.*worker\.test\.ts/s);
});

test("a result of which JSON would hold nothing fails its attempt, and says what to return", async (t) => {
  const mesh = await meshWith({ maxAttempts: 1 });
  work(t, mesh, (job) => (job.text() === "map" ? new Map([[1, 2]]) : () => 1), { concurrency: 2 });
  for (const [value, message] of [
    ["map", /result is a Map.*Object\.fromEntries/],
    ["function", /result is a function, which is no JSON/],
  ] as const)
    await assert.rejects((await mesh.enqueue("mails", value)).result(), { reason: "job_failed", message });
});

test("an onError that fails itself is a warning, and work goes on", async (t) => {
  const mesh = await meshWith();
  const warned: Error[] = [];
  const onWarning = (warning: Error): void => void warned.push(warning);
  process.on("warning", onWarning);
  t.after(() => process.off("warning", onWarning));
  const ways = [
    () => {
      throw new Error("no log");
    },
    async () => {
      throw new Error("no log");
    },
  ];
  for (const onError of ways) {
    const worker = work(
      t,
      mesh,
      (job) => {
        if (job.attempt === 1) throw new Error("once");
      },
      { onError },
    );
    await (await mesh.enqueue("mails", "a")).result();
    await worker.stop();
  }
  assert.deepEqual(
    warned.map(({ message }) => message),
    ways.map(() => "onError has failed itself: no log"),
  );
  assert.throws(() => work(t, mesh, () => undefined, { onError: 5 as never }), { reason: "field_invalid" });
});

test("handlers are told at once when the client is closed", async (t) => {
  const mesh = await meshWith();
  const begun = Promise.withResolvers<AbortSignal>();
  const worker = work(t, mesh, async (_job, { signal }) => {
    begun.resolve(signal);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  });
  await mesh.enqueue("mails", "a");
  const signal = await begun.promise;
  await mesh.close();
  await assert.rejects(worker.ended, { reason: "closed" });
  assert.equal(signal.aborted, true);
});

test("whatever a handler throws stands in the job's attempts in words", async (t) => {
  const mesh = await meshWith({ maxAttempts: 5 });
  const thrown: readonly unknown[] = [{ code: 4, at: ["db"] }, Object.create(null), undefined, Symbol("why"), "late"];
  work(t, mesh, (_job, { attempt }) => {
    throw thrown[attempt - 1];
  });
  const handle = await mesh.enqueue("mails", "a");
  await assert.rejects(handle.result(), { reason: "job_failed" });
  assert.deepEqual(
    (await handle.details()).attempts.map(({ error }) => error),
    ["{ code: 4, at: [ 'db' ] }", "[Object: null prototype] {}", "undefined", "Symbol(why)", "late"],
  );
});

test("a handler says that a job is dead, or when it is to be tried again", async (t) => {
  const mesh = await meshWith();
  work(t, mesh, (job) => {
    if (job.text() === "fatal") throw new Fatal("no such address");
    throw retryAfter("1h", new Error("the server is away"));
  });
  const fatal = await mesh.enqueue("mails", "fatal");
  await assert.rejects(fatal.result(), { reason: "job_failed", message: /is dead: no such address/ });
  const later = await mesh.enqueue("mails", "later");
  while ((await stateOf(later)) !== "retrying") await new Promise((resolve) => setImmediate(resolve));
  const { dueAt, error } = await later.details();
  assert.ok(dueAt! > Date.now() + 3_500_000);
  assert.equal(error, "the server is away");
});

test("progress and log lines are seen while the handler runs, and kept with the attempt", async (t) => {
  const mesh = await meshWith();
  const go = Promise.withResolvers<void>();
  work(t, mesh, async (_job, context) => {
    context.progress(40);
    context.log("connected");
    await go.promise;
    context.log("sent");
  });
  const handle = await mesh.enqueue("mails", "a");
  while ((await handle.details()).progress !== 40) await new Promise((resolve) => setTimeout(resolve, 5));
  go.resolve();
  await handle.result();
  assert.deepEqual((await handle.details()).attempts[0]?.log, ["connected", "sent"]);
});

test("a job that is cancelled aborts the signal of its handler, wherever that runs", async (t) => {
  const mesh = await meshWith();
  const begun = Promise.withResolvers<void>();
  work(t, mesh, (_job, { signal }) => {
    begun.resolve();
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  const handle = await mesh.enqueue("mails", "a");
  await begun.promise;
  assert.equal(await mesh.queues.cancel("mails", handle.id), "active");
  await assert.rejects(handle.result(), { reason: "job_failed", message: /is cancelled/ });
});

test("what a handler writes and that its job is done are one commit, with a result", async (t) => {
  const mesh = await meshWith();
  await mesh.buckets.create("state");
  const failures: unknown[] = [];
  const handler = async (job: Job, context: WorkContext): Promise<void> => {
    await context.commit((tx) => tx.increment("state", job.text()), { of: job.text() });
    throw new Error("what is behind the commit changes nothing");
  };
  work(t, mesh, handler, { concurrency: 3, onError: (error) => failures.push(error) });
  const handles = await mesh.enqueueMany(
    "mails",
    ["a", "b", "a", "c"].map((value) => ({ value })),
  );
  const results = await Promise.all(handles.map((handle) => handle.result()));
  assert.deepEqual(results, [{ of: "a" }, { of: "b" }, { of: "a" }, { of: "c" }]);
  assert.equal((await mesh.kv("state").get("a"))?.json(), 2);
  assert.equal(failures.length, 4);
});

test("a handler whose lease was lost is told by its signal, and its commit is refused", async (t) => {
  const mesh = await meshWith();
  await mesh.buckets.create("state");
  const refused = Promise.withResolvers<unknown>();
  work(t, mesh, async (job, context) => {
    if (job.attempt > 1) return "second";
    // Its worker's lease is ended behind its back.
    const { id, lease } = job;
    await mesh.fabric.queues.settle({ queue: "mails", outcomes: [{ job: id, lease, failed: {} }] });
    await context.commit((tx) => tx.put("state", "a", 1)).catch(refused.resolve);
    return "first";
  });
  const handle = await mesh.enqueue("mails", "a");
  assert.equal(await handle.result(), "second");
  assert.equal(((await refused.promise) as { reason: string }).reason, "lease_lost");
  assert.equal(await mesh.kv("state").get("a"), undefined);
});

test("stop waits for the handlers that run, and gives back what was fetched in advance at no attempt's cost", async (t) => {
  const mesh = await meshWith();
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const handler = async (): Promise<void> => {
    begun.resolve();
    await go.promise;
  };
  const worker = work(t, mesh, handler, { prefetch: 10 });
  const handles = await mesh.enqueueMany(
    "mails",
    Array.from({ length: 5 }, (_, value) => ({ value })),
  );
  await begun.promise;
  const stopping = worker.stop();
  while ((await stateOf(handles[4]!)) !== "waiting") await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await stateOf(handles[0]!), "active");
  go.resolve();
  await stopping;
  const details = await Promise.all(handles.map((handle) => handle.details()));
  assert.deepEqual(
    details.map(({ state, attemptsUsed }) => [state, attemptsUsed]),
    [
      ["done", 1],
      ["waiting", 0],
      ["waiting", 0],
      ["waiting", 0],
      ["waiting", 0],
    ],
  );
  assert.deepEqual(await mesh.queues.workers("mails"), []);
});

test("a reserve that is overtaken by the end of its worker is answered all the same, and its jobs are given back", async (t) => {
  const fabric = new ModelFabric();
  const mesh = new Mesh(fabric);
  await mesh.queues.create("mails");
  const { queues } = fabric;
  const reserve = queues.reserve.bind(queues);
  const onItsWay = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  let saidGoodbye = 0;
  queues.reserve = async (request, options) => {
    if (request.leaving) {
      if (++saidGoodbye === 3) onItsWay.resolve();
      return reserve(request, options);
    }
    asked.resolve();
    options?.signal?.addEventListener("abort", () => onItsWay.resolve());
    await onItsWay.promise;
    const answer = await reserve(request);
    options?.signal?.throwIfAborted();
    return answer;
  };
  const handle = await mesh.enqueue("mails", "a");
  const worker = work(t, mesh, () => assert.fail("nothing is begun by a worker that ends"));
  await asked.promise;
  await worker.stop();
  const { state, attemptsUsed } = await handle.details();
  assert.deepEqual([state, attemptsUsed], ["waiting", 0]);
});

test("a handler that does not end in time is aborted, and its job given back at no attempt's cost", async (t) => {
  const mesh = await meshWith();
  const begun = Promise.withResolvers<void>();
  const handler = (_job: Job, { signal }: WorkContext): Promise<void> => {
    begun.resolve();
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const worker = work(t, mesh, handler, { stopTimeout: 10 });
  const handle = await mesh.enqueue("mails", "a");
  await begun.promise;
  await worker.stop();
  const { state, attemptsUsed } = await handle.details();
  assert.deepEqual([state, attemptsUsed], ["waiting", 0]);
});

test("a result that cannot be kept fails its attempt, and holds up no other job", async (t) => {
  const mesh = await meshWith({ maxAttempts: 1 });
  work(t, mesh, (job) => (job.text() === "large" ? Buffer.alloc(9_000_000) : job.text() === "circle" ? circle() : 1), {
    concurrency: 3,
  });
  const [large, round, fine] = await mesh.enqueueMany("mails", [
    { value: "large" },
    { value: "circle" },
    { value: "fine" },
  ]);
  assert.equal(await fine!.result(), 1);
  await assert.rejects(large!.result(), { reason: "job_failed", message: /is dead: .*9000000 bytes/ });
  await assert.rejects(round!.result(), { reason: "job_failed", message: /cannot be written as JSON/ });
});

test("a worker of a queue that is not there ends with that, and so does one whose queue is deleted", async (t) => {
  const mesh = await meshWith();
  const none = mesh.worker("none", {}, () => undefined);
  await assert.rejects(none.ended, { reason: "queue_not_found" });
  await assert.rejects(none.stop(), { reason: "queue_not_found" });
  const worker = work(t, mesh, () => 1);
  await (await mesh.enqueue("mails", "a")).result();
  await mesh.queues.delete("mails");
  await assert.rejects(worker.ended, { reason: "queue_not_found" });
});

test("options that make no sense are refused at once", async () => {
  const mesh = await meshWith();
  const start = (options: object, handler: unknown = () => undefined) =>
    mesh.worker("mails", options, handler as never);
  assert.throws(() => start({ concurrency: 0 }), { reason: "field_invalid" });
  assert.throws(() => start({ prefetch: -1 }), { reason: "field_invalid" });
  assert.throws(() => start({ leaseMs: 10 }), { reason: "field_invalid" });
  assert.throws(() => start({ stopTimeout: "soon" }), { reason: "field_invalid" });
  assert.throws(() => start({ parallel: 2 }), { reason: "field_unknown" });
  assert.throws(() => start({}, "handler"), { reason: "field_invalid" });
});

function circle(): object {
  const round: Record<string, unknown> = {};
  round.self = round;
  return round;
}

test("an error whose parts are no text, or cannot be looked at, fails its attempt, and the worker goes on", async (t) => {
  const mesh = await meshWith();
  const odd: Readonly<Record<string, () => unknown>> = {
    "a list as message": () => Object.assign(new Error("x"), { message: ["name must be a string", "age is missing"] }),
    "a list as stack": () => Object.assign(new Error("x"), { stack: [1, 2] }),
    "no name": () => Object.assign(new Error("no name"), { name: undefined }),
    "a getter that throws": () => Object.defineProperty(new Error("x"), "message", { get: () => assert.fail("no") }),
    "a stack that throws": () => Object.defineProperty(new Error("x"), "stack", { get: () => assert.fail("no") }),
    "a proxy that throws": () => new Proxy({}, { getPrototypeOf: () => assert.fail("no") }),
    nothing: () => undefined,
  };
  work(t, mesh, async (job) => {
    const make = odd[job.text()];
    if (make !== undefined) throw make();
    return "done";
  });
  const handles = await mesh.enqueueMany(
    "mails",
    Object.keys(odd).map((value) => ({ value, maxAttempts: 1 })),
  );
  for (const [index, what] of Object.keys(odd).entries())
    await assert.rejects(handles[index]!.result(), { reason: "job_failed" }, what);
  assert.match((await handles[0]!.details()).error, /age is missing/);
  assert.match((await handles[2]!.details()).error, /no name/);
  assert.equal(await (await mesh.enqueue("mails", "last")).result(), "done");
});
