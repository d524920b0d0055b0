import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "@flowmesh/contract";
import { usualEngineMemory } from "@flowmesh/engine";
import { isLittleMemory, memoryPlan } from "./memory-plan.ts";
import { callsWithin, serverLimits } from "./server-limits.ts";

const MIB = 2 ** 20;
const SEGMENT = 32 * MIB;

test("where memory is plenty, or nobody limits it, everything has its usual size", () => {
  for (const bytes of [undefined, 0, 4096 * MIB, 2 ** 63]) {
    assert.equal(isLittleMemory(bytes), false);
    assert.deepEqual(memoryPlan(bytes), { engine: usualEngineMemory, index: {}, limits: {} });
  }
});

test("with little memory all that a server may hold at once is well within it", () => {
  for (const mib of [192, 256, 384, 512, 1024]) {
    const { engine, index, limits: planned } = memoryPlan(mib * MIB);
    const held = engine.ringSegments * SEGMENT + engine.readBufferBytes + (index.cacheBytes ?? 0);
    const keys = 1.5 * engine.keysInMemory * 512;
    assert.ok(engine.jobLogsBytes <= (mib * MIB) / 64, `${mib} MiB: ${engine.jobLogsBytes} bytes of log lines`);
    const underWay = Object.values(planned).reduce((sum, bytes) => sum + bytes, 0);
    assert.ok(held + keys <= 0.25 * mib * MIB, `${mib} MiB: ${held + keys} bytes are held`);
    assert.ok(underWay <= 0.5 * mib * MIB, `${mib} MiB: ${underWay} bytes are under way`);
  }
});

test("calls that are open have at most a third of the heap, and those of a consumer of a thousand partitions room in the smallest", () => {
  assert.equal(callsWithin(4096 * MIB), limits.calls.value);
  for (const mib of [102, 160, 410, 4096]) assert.ok(callsWithin(mib * MIB) * 8192 <= (mib * MIB) / 3);
  assert.ok(callsWithin(102 * MIB) > 4000);
});

test("no limit is raised, and each has room for the largest frame, answer or body", () => {
  const usual = serverLimits();
  for (const mib of [64, 256, 1024]) {
    const { limits: planned } = memoryPlan(mib * MIB);
    for (const [name, bytes] of Object.entries(planned)) {
      assert.ok(bytes <= usual[name as keyof typeof planned], name);
      if (!["unsyncedBytes", "grpcWindowsBytes"].includes(name))
        assert.ok(bytes >= usual.frameBytes, `${name} of ${mib} MiB: ${bytes}`);
    }
  }
});
