import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Mesh } from "./mesh.ts";
import { RemoteFabric } from "./remote/remote-fabric.ts";
import type { TransportName } from "./remote/transport.ts";
import { ServerProcess } from "./testing/server-process.ts";

/** One mesh serves a whole program, over one connection: whatever waits must not keep the rest from going. */
const transports: readonly TransportName[] = ["frames", "grpc", "http"];
let server: ServerProcess;

before(async () => {
  server = await ServerProcess.start();
});
after(() => server.remove());

for (const transport of transports) {
  describe(`one mesh over ${transport}`, () => {
    let mesh: Mesh;

    before(() => {
      mesh = new Mesh(new RemoteFabric(server.address, { transport }));
    });
    after(() => mesh.close());

    test("waits for more results than wait at a time, and works on the jobs meanwhile", async () => {
      const queue = `${transport}-results`;
      await mesh.queues.create(queue, { keepDone: { count: 10_000 } });
      const handles = await mesh.enqueueMany(
        queue,
        Array.from({ length: 1000 }, (_, number) => ({ value: { number } })),
      );
      const results = Promise.all(handles.map((handle) => handle.result()));
      const worker = mesh.worker(queue, { concurrency: 100 }, (job) => job.json<{ number: number }>()?.number);
      assert.deepEqual(
        await results,
        handles.map((_, number) => number),
      );
      await worker.stop();
    });

    test("refuses with the stack of whoever awaits the call", async () => {
      async function callOf(make: () => Promise<unknown>): Promise<void> {
        await make();
      }
      const calls: readonly (() => Promise<unknown>)[] = [
        () => mesh.streams.get("none"),
        () => mesh.enqueue("none", 1),
        () => mesh.commit((tx) => tx.publish("none", 1)),
        () => mesh.kv("none").put("key", 1),
        () => mesh.kv("none").get("key"),
      ];
      for (const call of calls)
        await assert.rejects(callOf(call), (error: Error) => {
          assert.match(error.stack ?? "", /^FlowMeshError: there is no .* none\n.*at async callOf \(.*one-mesh/s);
          return true;
        });
    });

    test("has a dozen workers that wait, each of a queue of its own", async () => {
      const queues = Array.from({ length: 12 }, (_, number) => `${transport}-queue-${number}`);
      for (const queue of queues) await mesh.queues.create(queue);
      const workers = queues.map((queue) => mesh.worker(queue, {}, () => queue));
      const handles = await Promise.all(queues.map((queue) => mesh.enqueue(queue, "work")));
      assert.deepEqual(await Promise.all(handles.map((handle) => handle.result())), queues);
      await Promise.all(workers.map((worker) => worker.stop()));
    });

    test("gives back the jobs that were on their way when a worker is stopped", async () => {
      const queue = `${transport}-stops`;
      await mesh.queues.create(queue, { keepDone: { count: 0 } });
      await mesh.enqueueMany(
        queue,
        Array.from({ length: 5000 }, () => ({ value: "work" })),
      );
      for (let round = 0; round < 24; round++) {
        const begun = Promise.withResolvers<void>();
        let handled = 0;
        const options = { concurrency: round % 2 === 0 ? 4 : 1, prefetch: round % 3 === 0 ? 6 : 0 };
        const worker = mesh.worker(queue, options, () => {
          handled += 1;
          if (handled > round) begun.resolve();
        });
        await begun.promise;
        await worker.stop();
        assert.equal((await mesh.queues.get(queue)).counts?.active, 0, `round ${round}`);
      }
    });

    test("answers any number of small reads at a time", async () => {
      const bucket = `${transport}-entries`;
      await mesh.buckets.create(bucket);
      await mesh.kv(bucket).put("key", 1);
      const gets = Array.from({ length: 3000 }, () => mesh.kv(bucket).get("key"));
      const many = Array.from({ length: 100 }, () => mesh.kv(bucket).getMany(["key", "absent"]));
      assert.ok((await Promise.all(gets)).every((entry) => entry?.json() === 1));
      assert.ok((await Promise.all(many)).every((entries) => entries.size === 1));
    });

    test("consumes all partitions that a stream may have", async () => {
      const stream = `${transport}-partitions`;
      const partitions = 1024;
      await mesh.streams.create(stream, { partitions });
      await mesh.publishMany(
        stream,
        Array.from({ length: partitions }, (_, partition) => ({ value: "one", partition })),
      );
      const seen = new Set<number>();
      const all = Promise.withResolvers<void>();
      const consumer = mesh.consume(stream, { group: stream }, ({ partition }) => {
        if (seen.add(partition).size === partitions) all.resolve();
      });
      await Promise.race([all.promise, consumer.ended]);
      await consumer.stop();
      assert.equal((await mesh.groups.get(stream)).lagRecords, 0);
    });
  });
}
