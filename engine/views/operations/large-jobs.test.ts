import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "../../clock/virtual-clock.ts";
import { MemoryDisk } from "../../disk/memory-disk.ts";
import { openEngine } from "../../engine.ts";
import { openIndexStore } from "../../index-store/table-index-store.ts";
import { SeededRandom } from "../../random/seeded-random.ts";

test("jobs that are together larger than a commit may be are moved all the same, in steps that fit", async () => {
  const [clock, random] = [new VirtualClock(), new SeededRandom(1)];
  const index = await openIndexStore(new MemoryDisk());
  const engine = await openEngine({ disk: new MemoryDisk(), index, clock, random, segmentBytes: 1 << 20 });
  const { queues, operations } = engine;
  for (const queue of ["from", "to"]) await queues.createQueue({ queue });
  const inValue = { value: Buffer.alloc(200_000, "v"), delayMs: 1000 };
  const header = { name: "h", value: Buffer.alloc(4000, "h") };
  const inHeaders = { headers: Array<typeof header>(50).fill(header), delayMs: 1000 };
  for (let at = 0; at < 15; at++) await queues.enqueue({ queue: "from", jobs: [inValue, inHeaders] });
  const asked = { queue: "from", action: "move", toQueue: "to", filter: { state: "delayed" } } as const;
  const { operation } = await operations.startOperation(asked);
  const of = { queue: "from", operation: operation!.operation };
  for (let turn = 0; turn < 20_000; turn++) {
    if ((await operations.getOperation(of)).operation?.state === "done") break;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const { state, changed } = (await operations.getOperation(of)).operation!;
  assert.deepEqual([state, changed], ["done", 30]);
  assert.equal((await queues.getQueue({ queue: "from" })).queue!.counts!.delayed, 0);
  assert.equal((await queues.getQueue({ queue: "to" })).queue!.counts!.delayed, 30);
  await engine.close();
});
