import assert from "node:assert/strict";
import { test } from "node:test";
import { methods } from "@flowmesh/contract";
import type { Call } from "../dispatch/call.ts";
import { openLog } from "./log.ts";
import { SlowCalls } from "./slow-calls.ts";

function setUp() {
  const lines: Record<string, unknown>[] = [];
  const log = openLog({ level: "warn", isReadable: false, write: (line) => lines.push(JSON.parse(line)) });
  let nowMs = 5000;
  const slow = SlowCalls.of(log, 100, () => nowMs)!;
  const call = (over: Partial<Call> = {}): Call =>
    ({
      method: methods.publish,
      face: "http",
      resourceName: "orders",
      requestId: "r-1",
      isWaiting: false,
      ...over,
    }) as unknown as Call;
  return { lines, slow, call, pass: (ms: number) => (nowMs += ms) };
}

test("a slow call is one line that says what, for whom and how long; a wait is not slow", () => {
  const { lines, slow, call } = setUp();
  slow.ended(call(), "ok", 99);
  slow.ended(call({ isWaiting: true }), "ok", 30_000);
  slow.ended(call(), "deadline_exceeded", 250.4);
  const [{ time, ...facts } = {}] = lines;
  assert.ok(typeof time === "string");
  assert.deepEqual(facts, {
    level: "warn",
    method: "Publish",
    stream: "orders",
    face: "http",
    outcome: "deadline_exceeded",
    requestId: "r-1",
    ms: 250,
    msg: "slow call",
  });
  assert.equal(lines.length, 1);
});

test("a thousand slow calls in a second are ten lines, and the next one says how many were left out", () => {
  const { lines, slow, call, pass } = setUp();
  for (let count = 0; count < 1000; count++) slow.ended(call(), "ok", 200);
  assert.equal(lines.length, 10);
  pass(1000);
  slow.ended(call(), "ok", 200);
  assert.equal(lines.at(-1)!.leftOut, 990);
});

test("it is off at 0, and where warnings are not read", () => {
  const now = (): number => 0;
  assert.equal(SlowCalls.of(openLog({ level: "warn", isReadable: false }), 0, now), undefined);
  assert.equal(SlowCalls.of(openLog({ level: "error", isReadable: false }), 100, now), undefined);
});
