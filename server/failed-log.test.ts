import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import {
  type Disk,
  type DiskFile,
  MemoryDisk,
  openEngine,
  openIndexStore,
  SystemClock,
  SystemRandom,
} from "@flowmesh/engine";
import { runUntilStopped } from "./lifecycle/run-until-stopped.ts";
import { FramesClient } from "./testing/frames-client.ts";
import { startedServer } from "./testing/started-server.ts";

/** A memory disk whose syncs fail from a moment on. */
function failingDisk(): { disk: Disk; fail: () => void } {
  const disk = new MemoryDisk();
  let isFailing = false;
  const openFile = disk.open.bind(disk);
  disk.open = async (name, options): Promise<DiskFile> => {
    const file = await openFile(name, options);
    for (const kind of ["sync", "writeSynced"] as const) {
      const carryOut = file[kind].bind(file) as (...given: unknown[]) => Promise<void>;
      file[kind] = (...given: unknown[]) =>
        isFailing ? Promise.reject(Object.assign(new Error("EIO: i/o error"), { code: "EIO" })) : carryOut(...given);
    }
    return file;
  };
  return {
    disk,
    fail: () => {
      isFailing = true;
    },
  };
}

test("a sync that fails ends the acknowledgements, readiness says why at once, and the process ends with 1", async (t) => {
  const { disk, fail } = failingDisk();
  const index = await openIndexStore(new MemoryDisk());
  const openFabric = () =>
    openEngine({ disk, index, clock: new SystemClock(), random: new SystemRandom(), segmentBytes: 1_048_576 });
  const server = await startedServer(t, { openFabric });
  const code = runUntilStopped(server, { signals: new EventEmitter() as never, onStopping: () => stopping.resolve() });
  const stopping = Promise.withResolvers<void>();
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: "orders" });
  const publish = () => client.call("publish", { stream: "orders", records: [{ value: Buffer.from("1") }] });
  await publish();
  const ready = fetch(`${server.httpUrl}/health/ready`);
  assert.equal((await ready).status, 200);
  fail();
  await assert.rejects(publish(), { reason: "log_failed", retryable: false });
  await assert.rejects(publish());
  const health = await fetch(`${server.httpUrl}/health/ready`).catch(() => undefined);
  if (health !== undefined) {
    assert.equal(health.status, 503);
    assert.match(
      await health.text(),
      /"state":"failed","reasons":\[\{"reason":"log_failed","message":"the log could not be written/,
    );
  }
  await stopping.promise;
  assert.equal(await code, 1);
});
