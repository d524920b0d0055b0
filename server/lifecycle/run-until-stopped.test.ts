import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { FlowMeshError } from "@flowmesh/fabric";
import type { RunningServer } from "../server-options.ts";
import { runUntilStopped } from "./run-until-stopped.ts";

function fakeServer() {
  let fail: (error: FlowMeshError) => void = () => {};
  let finishStop: () => void = () => {};
  let stops = 0;
  const server = {
    failed: new Promise<FlowMeshError>((resolve) => (fail = resolve)),
    stop: () => {
      stops++;
      return new Promise<void>((resolve) => (finishStop = resolve));
    },
  } as unknown as RunningServer;
  return { server, fail: (error: FlowMeshError) => fail(error), finishStop: () => finishStop(), stops: () => stops };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

for (const signal of ["SIGTERM", "SIGINT"]) {
  test(`${signal} stops in order and ends with 0`, async () => {
    const signals = new EventEmitter();
    const { server, finishStop } = fakeServer();
    const reasons: string[] = [];
    const code = runUntilStopped(server, { signals: signals as never, onStopping: (reason) => reasons.push(reason) });
    signals.emit(signal);
    await turn();
    assert.deepEqual(reasons, [signal]);
    finishStop();
    assert.equal(await code, 0);
    assert.equal(signals.listenerCount("SIGTERM") + signals.listenerCount("SIGINT"), 0);
  });
}

test("a second signal ends the process at once", async () => {
  const signals = new EventEmitter();
  const { server, stops, finishStop } = fakeServer();
  const exits: number[] = [];
  const run = runUntilStopped(server, { signals: signals as never, exitNow: (code) => exits.push(code) });
  signals.emit("SIGTERM");
  await turn();
  signals.emit("SIGINT");
  assert.deepEqual(exits, [130]);
  assert.equal(stops(), 1);
  finishStop();
  await run;
});

test("a log that fails stops the server and ends with 1", async () => {
  const signals = new EventEmitter();
  const { server, fail, finishStop } = fakeServer();
  const reasons: string[] = [];
  const code = runUntilStopped(server, { signals: signals as never, onStopping: (reason) => reasons.push(reason) });
  fail(new FlowMeshError("log_failed", { problem: "EIO" }));
  await turn();
  assert.match(reasons[0]!, /the log could not be written: EIO/);
  finishStop();
  assert.equal(await code, 1);
});
