import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { FlowMeshError } from "@flowmesh/fabric";
import { persist } from "./persist.ts";

const passing = new FlowMeshError("overloaded", { what: "the test", limit: 1 });
const final = new FlowMeshError("stream_not_found", { stream: "s" });

test("what passes is tried again until it succeeds, with the time that is left", async () => {
  const left: number[] = [];
  const result = await persist(async (leftMs) => {
    left.push(leftMs);
    if (left.length < 4) throw passing;
    return "done";
  }, 60_000);
  assert.equal(result, "done");
  assert.equal(left[0], 60_000);
  for (const [at, ms] of left.entries()) assert.ok(Number.isInteger(ms) && (at === 0 || ms <= left[at - 1]!));
});

test("what does not pass is not tried again", async () => {
  for (const error of [final, new TypeError("a bug")]) {
    let calls = 0;
    const call = async (): Promise<never> => {
      calls += 1;
      throw error;
    };
    await assert.rejects(persist(call, 60_000), (thrown) => thrown === error);
    assert.equal(calls, 1);
  }
});

test("when the time is over the last failure is thrown", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let nowMs = 0;
  const now = mock.method(performance, "now", () => nowMs);
  try {
    let calls = 0;
    const call = async (): Promise<never> => {
      calls += 1;
      nowMs += 400;
      throw new FlowMeshError("overloaded", { what: `try ${calls}`, limit: 1 });
    };
    const outcome = assert.rejects(persist(call, 1000), { reason: "overloaded", details: { what: "try 3", limit: 1 } });
    for (let turn = 0; turn < 10; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      mock.timers.runAll();
    }
    await outcome;
    assert.equal(calls, 3);
  } finally {
    now.mock.restore();
    mock.timers.reset();
  }
});
