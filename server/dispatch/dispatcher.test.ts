import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { VirtualClock } from "@flowmesh/engine";
import { FlowMeshError } from "@flowmesh/fabric";
import { allowAll } from "../access/access.ts";
import { serverLimits } from "../server-limits.ts";
import { CallLog } from "../telemetry/call-log.ts";
import { openLog } from "../telemetry/log.ts";
import { Metrics } from "../telemetry/metrics.ts";
import { Call } from "./call.ts";
import { Caller } from "./caller.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { Handler } from "./handlers.ts";
import { ReadQueue } from "./read-queue.ts";
import { ResponseRoom } from "./response-room.ts";
import { errorMapper } from "./to-error.ts";

const getStream = methods.getStream as unknown as AnyMethod;
const fetchMethod = methods.fetch as unknown as AnyMethod;
const subscribe = methods.subscribe as unknown as AnyMethod;

/** A call that keeps what it is told. */
class RecordedCall extends Call {
  readonly told: unknown[] = [];
  isReleased = false;
  hasRoom: Promise<void> | undefined;

  override reply(response: object): void {
    this.told.push(response);
  }

  override fail(error: FlowMeshError): void {
    this.told.push(error.reason);
  }

  override item(response: object): void {
    this.told.push(response);
  }

  override end(): void {
    this.told.push("end");
  }

  override room(): Promise<void> | undefined {
    return this.hasRoom;
  }

  override released(): void {
    this.isReleased = true;
  }
}

function setUp(handlers: readonly (readonly [AnyMethod, Handler])[]) {
  const clock = new VirtualClock();
  const metrics = new Metrics();
  const lines: string[] = [];
  const calls: string[] = [];
  const log = openLog({ level: "debug", isReadable: false, write: (line) => lines.push(line) });
  const toError = errorMapper(log, () => "ref-1");
  const responseBytes = new ResponseRoom(3_000_000, 3_000_000);
  const callLog = CallLog.of(openLog({ level: "debug", isReadable: true, write: (line) => calls.push(line) }));
  const reads = new ReadQueue({ clock, responseBytes, callerBytes: 64 * 1_048_576 });
  const dispatcher = new Dispatcher({ access: allowAll, clock, metrics, reads, toError, observer: callLog });
  dispatcher.serve(new Map(handlers));
  const caller = new Caller(serverLimits());
  const start = (method: AnyMethod, request: object = {}, askedMs?: number): RecordedCall => {
    const call = new RecordedCall(method, "frames", caller, askedMs);
    dispatcher.start(call, request);
    return call;
  };
  return { clock, metrics, lines, calls, dispatcher, caller, start };
}

const never: Handler = () => new Promise(() => {});

test("a call is answered with what its handler gives, and counted", async () => {
  const { clock, metrics, start, caller } = setUp([[getStream, async () => ({ answer: 1 })]]);
  const call = start(getStream);
  assert.equal(caller.calls, 1);
  await clock.settle();
  assert.deepEqual(call.told, [{ answer: 1 }]);
  assert.equal(call.isReleased, true);
  assert.equal(caller.calls, 0);
  const text = await metrics.registry.metrics();
  assert.match(
    text,
    /calls_total\{rpc_method="flowmesh\.v1\.StreamsService\/GetStream",face="frames",code="ok",error_type=""\} 1/,
  );
});

test("where somebody wants to see calls, each one that ended is a line", async () => {
  const handler: Handler = async (request) => {
    if ("fail" in request) throw new FlowMeshError("stopping", {});
    return {};
  };
  const { clock, start, calls } = setUp([[getStream, handler]]);
  start(getStream, { stream: "orders" });
  start(getStream, { stream: "orders", fail: true });
  await clock.settle();
  assert.equal(calls.length, 2);
  assert.match(calls[0]!, /debug GetStream {2}stream=orders {2}face=frames {2}outcome=ok {2}ms=0$/m);
  assert.match(calls[1]!, /outcome=stopping/);
  assert.equal(CallLog.of(openLog({ level: "info", isReadable: true })), undefined);
});

test("until there are handlers, calls are refused with starting", async () => {
  const { start } = setUp([]);
  assert.deepEqual(start(getStream).told, ["starting"]);
});

test("what nobody foresaw becomes internal with a reference; the cause stays in the log", async () => {
  const failing: Handler = () => Promise.reject(new TypeError("secret /home/path"));
  const throwing: Handler = () => {
    throw new TypeError("secret too");
  };
  const { clock, start, lines } = setUp([
    [getStream, failing],
    [fetchMethod, throwing],
  ]);
  const calls = [start(getStream), start(fetchMethod)];
  await clock.settle();
  for (const call of calls) assert.deepEqual(call.told, ["internal"]);
  assert.equal(lines.length, 2);
  assert.match(
    lines.join(""),
    /secret \/home\/path.*"reference":"ref-1","method":"flowmesh\.v1\.StreamsService\/GetStream"/,
  );
});

test("a call that takes too long ends at its deadline, and its late answer is not heard", async () => {
  let answer: (response: object) => void = () => {};
  const { clock, start, dispatcher } = setUp([[getStream, () => new Promise((resolve) => (answer = resolve))]]);
  const soon = start(getStream, {}, 200);
  const byDefault = start(getStream);
  await clock.advance(199);
  assert.deepEqual(soon.told, []);
  await clock.advance(20);
  assert.deepEqual(soon.told, ["deadline_exceeded"]);
  assert.equal(soon.isReleased, false);
  await clock.advance(29_700);
  assert.deepEqual(byDefault.told, []);
  await clock.advance(200);
  assert.deepEqual(byDefault.told, ["deadline_exceeded"]);
  answer({});
  await clock.settle();
  assert.deepEqual(byDefault.told, ["deadline_exceeded"]);
  assert.equal(byDefault.isReleased, true);
  assert.equal(dispatcher.openCalls, 0);
});

test("time to wait comes on top of the default deadline", async () => {
  const { clock, start } = setUp([[fetchMethod, never]]);
  const call = start(fetchMethod, { waitMs: 20_000 });
  await clock.advance(49_000);
  assert.deepEqual(call.told, []);
  await clock.advance(1_100);
  assert.deepEqual(call.told, ["deadline_exceeded"]);
});

test("only a handler that waits gets a signal, and it ends with the call", async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const waiting: Handler = (_request, options) => {
    signals.push(options.signal);
    return new Promise(() => {});
  };
  const { clock, start, dispatcher } = setUp([
    [fetchMethod, waiting],
    [getStream, waiting],
  ]);
  start(fetchMethod);
  const cancelled = start(getStream, { waitMs: 10 });
  start(getStream, { atLeast: 5 }, 100);
  assert.equal(signals[0], undefined);
  dispatcher.cancel(cancelled);
  assert.equal(signals[1]?.reason.name, "AbortError");
  assert.deepEqual(cancelled.told, []);
  await clock.advance(110);
  assert.equal(signals[2]?.reason.reason, "deadline_exceeded");
});

test("an answer that the face cannot carry is an error of that call", async () => {
  const { clock, start } = setUp([[getStream, async () => ({})]]);
  const call = start(getStream);
  call.reply = () => {
    throw new FlowMeshError("message_too_large", { size: 2, limit: 1 });
  };
  await clock.settle();
  assert.deepEqual(call.told, ["message_too_large"]);
});

test("reads wait for their turn while the others together may return too much, and give it back", async () => {
  const answers: ((response: object) => void)[] = [];
  const { clock, start, dispatcher } = setUp([[fetchMethod, () => new Promise((resolve) => answers.push(resolve))]]);
  const calls = Array.from({ length: 5 }, () => start(fetchMethod, { maxBytes: 1_500_000 }));
  assert.equal(answers.length, 2);
  dispatcher.cancel(calls[2]!);
  answers[0]!({ read: 0 });
  await clock.settle();
  assert.equal(answers.length, 3);
  assert.deepEqual(calls[0]!.told, [{ read: 0 }]);
  assert.equal(calls[2]!.isReleased, true);
  answers[1]!({});
  answers[2]!({});
  await clock.settle();
  assert.equal(answers.length, 4);
  answers[3]!({});
  await clock.settle();
  assert.deepEqual(
    calls.map(({ told }) => told.length),
    [1, 1, 0, 1, 1],
  );
});

test("a read that waits for something to happen has no turn meanwhile, and takes one before it goes on", async () => {
  const happen: (() => void)[] = [];
  const answers: ((response: object) => void)[] = [];
  const waiting: Handler = async (_request, options) => {
    await options.whileWaiting?.(new Promise((resolve) => happen.push(resolve)));
    return new Promise((resolve) => answers.push(resolve));
  };
  const { clock, start, dispatcher } = setUp([[fetchMethod, waiting]]);
  const calls = Array.from({ length: 5 }, () => start(fetchMethod, { maxBytes: 1_500_000, waitMs: 10_000 }));
  assert.equal(happen.length, 5, "all wait, though two would fill the room");
  for (const each of happen) each();
  await clock.settle();
  assert.equal(answers.length, 2);
  dispatcher.cancel(calls[2]!);
  await clock.settle();
  assert.equal(calls[2]!.isReleased, true);
  answers[0]!({ read: 0 });
  await clock.settle();
  assert.deepEqual([calls[0]!.told, answers.length], [[{ read: 0 }], 3]);
});

test("responses are asked for when there is room, and end when the caller cancels", async () => {
  let given = 0;
  let hasEnded = false;
  async function* numbers(): AsyncGenerator<object> {
    try {
      for (;;) yield { number: ++given };
    } finally {
      hasEnded = true;
    }
  }
  const { clock, start, dispatcher, caller } = setUp([[subscribe, numbers]]);
  const call = start(subscribe);
  let giveRoom = (): void => {};
  call.item = (response) => {
    call.told.push(response);
    call.hasRoom = new Promise((resolve) => (giveRoom = resolve));
  };
  await clock.settle();
  assert.equal(given, 1);
  giveRoom();
  await clock.settle();
  assert.equal(given, 2);
  assert.equal(caller.subscriptions, 1);
  dispatcher.cancel(call);
  giveRoom();
  await clock.settle();
  assert.deepEqual(call.told, [{ number: 1 }, { number: 2 }]);
  assert.equal(hasEnded, true);
  assert.equal(call.isReleased, true);
  assert.equal(caller.subscriptions, 0);
});

test("responses that end by themselves, and such that fail", async () => {
  async function* some(request: object): AsyncGenerator<object> {
    yield { number: 1 };
    if ("fails" in request) throw new FlowMeshError("stream_not_found", { stream: "s" });
  }
  const { clock, start } = setUp([[subscribe, some]]);
  const whole = start(subscribe);
  const broken = start(subscribe, { fails: true });
  await clock.settle();
  assert.deepEqual(whole.told, [{ number: 1 }, "end"]);
  assert.deepEqual(broken.told, [{ number: 1 }, "stream_not_found"]);
});

test("draining refuses what is new, ends what waits, lets the rest finish, and gives up on it at last", async () => {
  let finish: (response: object) => void = () => {};
  const { clock, start, dispatcher } = setUp([
    [getStream, () => new Promise((resolve) => (finish = resolve))],
    [fetchMethod, never],
    [
      subscribe,
      async function* () {
        await new Promise(() => {});
      },
    ],
  ]);
  const waiting = [start(fetchMethod, { waitMs: 1_000 }), start(subscribe)];
  const stuck = start(fetchMethod);
  const working = start(getStream);
  let isDrained = false;
  const drained = dispatcher.drain(10_000).then(() => {
    isDrained = true;
  });
  for (const call of waiting) assert.deepEqual(call.told, ["stopping"]);
  assert.deepEqual(start(getStream).told, ["stopping"]);
  await clock.advance(5_000);
  finish({ done: true });
  await clock.settle();
  assert.deepEqual(working.told, [{ done: true }]);
  assert.equal(isDrained, false);
  await clock.advance(5_000);
  assert.deepEqual(stuck.told, ["stopping"]);
  await drained;
});
