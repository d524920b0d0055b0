import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { TestMesh } from "./index.ts";

test("a mesh works on its own clock also where a runner has put its own timers in the place of the global ones", async (t) => {
  const { queueMicrotask } = globalThis;
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "setImmediate", "Date"] });
  const restore = (): void => {
    mock.timers.reset();
    Object.assign(globalThis, { queueMicrotask });
  };
  t.after(restore);
  Object.assign(globalThis, { queueMicrotask: () => undefined });
  const mesh = await TestMesh.open();
  await mesh.queues.create("q");
  const days: number[] = [];
  const worker = mesh.worker("q", () => days.push(mesh.clock.nowMs));
  await mesh.enqueue("q", 1, { delay: "1d" });
  await mesh.clock.advance("2d");
  await worker.stop();
  await mesh.close();
  restore();
  assert.equal(days.length, 1);
});
