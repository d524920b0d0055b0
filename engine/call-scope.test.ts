import assert from "node:assert/strict";
import { test } from "node:test";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { CallScope } from "./call-scope.ts";
import { VirtualClock } from "./clock/virtual-clock.ts";

function outcome(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error) => (isFlowMeshError(error) ? error.reason : error));
}

test("a call that is refused at once leaves nothing behind, not even its deadline", async () => {
  const clock = new VirtualClock();
  const scope = new CallScope(clock);
  const unhandled: unknown[] = [];
  const note = (error: unknown): number => unhandled.push(error);
  process.on("unhandledRejection", note);
  const refused = scope.run({ timeoutMs: 50 }, () => {
    throw new FlowMeshError("stream_not_found", { stream: "a" });
  });
  assert.equal(await outcome(refused), "stream_not_found");
  assert.deepEqual(clock.pendingTimers(), []);
  await clock.advance(100);
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, []);
});

test("a call ends at its deadline, at its caller's signal and when the fabric closes, whichever comes first", async () => {
  const clock = new VirtualClock();
  const scope = new CallScope(clock);
  const never = (): Promise<never> => new Promise(() => undefined);
  const controller = new AbortController();
  const late = scope.run({ timeoutMs: 50 }, never);
  const given = scope.run({ timeoutMs: 1000, signal: controller.signal }, never);
  const open = scope.run({ timeoutMs: 1000 }, never);
  const outcomes = Promise.all([late, given, open].map(outcome));
  await clock.advance(60);
  controller.abort("enough");
  scope.close();
  assert.deepEqual(await outcomes, ["deadline_exceeded", "enough", "closed"]);
  assert.deepEqual(clock.pendingTimers(), []);
  assert.equal(await outcome(scope.run(undefined, never)), "closed");
});
