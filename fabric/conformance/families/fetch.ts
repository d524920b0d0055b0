import assert from "node:assert/strict";
import type { FetchRequestInit } from "@flowmesh/contract";
import { batchOf, type CaseContext, fetchedValues, numbered, turn } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { expectRefusal, expectRejection } from "../expect.ts";

/** A stream whose partition 0 has batches of 1, 2, 3, ... records with their offsets as values. */
async function growing(context: CaseContext, batches: number): Promise<string> {
  const stream = await context.stream();
  for (let count = 1, next = 0; count <= batches; count += 1) {
    await context.append(stream, numbered(count, next));
    next += count;
  }
  return stream;
}

const reading: readonly ConformanceCase[] = [
  {
    name: "a fetch gives whole batches from the one that holds the offset on",
    async run(context) {
      const stream = await growing(context, 4);
      const expected: readonly (readonly [offset: number, first: number])[] = [
        [0, 0],
        [1, 1],
        [2, 1],
        [3, 3],
        [5, 3],
        [6, 6],
        [9, 6],
      ];
      for (const [offset, first] of expected) {
        const response = await context.streams.fetch({ stream, offset });
        assert.deepEqual(fetchedValues(response), numbered(10 - first, first));
        assert.deepEqual([response.nextOffset, response.endOffset, response.earliestOffset], [10, 10, 0]);
      }
    },
  },
  {
    name: "a fetch at the end gives nothing and stays there",
    async run(context) {
      const stream = await growing(context, 2);
      const response = await context.streams.fetch({ stream, offset: 3 });
      assert.equal(response.batches.length, 0);
      assert.deepEqual([response.nextOffset, response.endOffset, response.earliestOffset], [3, 3, 0]);
      const empty = await context.stream();
      assert.deepEqual((await context.streams.fetch({ stream: empty })).nextOffset, 0);
    },
  },
  {
    name: "a fetch gives no more bytes than asked for, but never less than one batch",
    async run(context) {
      const stream = await context.stream();
      const batch = batchOf(["x".repeat(1000)]);
      for (let count = 0; count < 5; count += 1) await context.streams.append({ stream, batch });
      const size = batch.length;
      const cases = [
        [1, 1],
        [size - 1, 1],
        [size, 1],
        [2 * size - 1, 1],
        [2 * size, 2],
        [5 * size, 5],
        [100 * size, 5],
      ];
      for (const [maxBytes, batches] of cases) {
        const response = await context.streams.fetch({ stream, maxBytes });
        assert.equal(response.batches.length, batches! * size, `${maxBytes} bytes`);
        assert.deepEqual([response.nextOffset, response.endOffset], [batches, 5]);
      }
    },
  },
  {
    name: "a fetch gives a mebibyte unless asked otherwise",
    commits: "medium",
    async run(context) {
      const stream = await context.stream();
      const batch = batchOf(["x".repeat(300_000)]);
      for (let count = 0; count < 6; count += 1) await context.streams.append({ stream, batch });
      assert.equal((await context.streams.fetch({ stream })).nextOffset, 3);
      assert.equal((await context.streams.fetch({ stream, maxBytes: 8_388_608 })).nextOffset, 6);
    },
  },
  {
    name: "fetches that follow each other give every record once, whatever their size",
    async run(context) {
      const stream = await growing(context, 12);
      for (const maxBytes of [1, 100, 500, 10_000]) {
        const seen: string[] = [];
        for (let offset = 0; offset < 78; ) {
          const response = await context.streams.fetch({ stream, offset, maxBytes });
          seen.push(...fetchedValues(response, offset));
          assert.ok(response.nextOffset > offset);
          offset = response.nextOffset;
        }
        assert.deepEqual(seen, numbered(78));
      }
    },
  },
  {
    name: "partitions are fetched apart",
    async run({ streams, stream: create, append }) {
      const stream = await create(3);
      await append(stream, ["a"], 0);
      await append(stream, ["b", "c"], 2);
      assert.deepEqual(fetchedValues(await streams.fetch({ stream, partition: 2 })), ["b", "c"]);
      assert.equal((await streams.fetch({ stream, partition: 1 })).endOffset, 0);
    },
  },
];

const waiting: readonly ConformanceCase[] = [
  {
    name: "a fetch that waits is answered by the first append",
    async run({ streams, stream: create, append, elapse }) {
      const stream = await create(2);
      const waiting = streams.fetch({ stream, partition: 1, waitMs: 20_000 });
      await turn();
      await append(stream, ["elsewhere"], 0);
      await append(stream, ["here"], 1);
      const response = await elapse(waiting);
      assert.deepEqual(fetchedValues(response), ["here"]);
      assert.deepEqual([response.nextOffset, response.endOffset], [1, 1]);
    },
  },
  {
    name: "a fetch that waits in vain is answered with nothing when its time is over",
    async run({ streams, stream: create, elapse }) {
      const stream = await create();
      const response = await elapse(streams.fetch({ stream, waitMs: 30 }));
      assert.deepEqual([response.batches.length, response.nextOffset], [0, 0]);
    },
  },
  {
    name: "a fetch waits as long as it was told",
    hooks: ["clock"],
    async run({ streams, stream: create, elapse, hook }) {
      const clock = hook("clock");
      const stream = await create();
      const beforeMs = clock.nowMs();
      await elapse(streams.fetch({ stream, waitMs: 5_000 }));
      const waitedMs = clock.nowMs() - beforeMs;
      assert.ok(waitedMs >= 5_000 && waitedMs < 6_000, `it waited ${waitedMs} ms`);
    },
  },
  {
    name: "a fetch does not wait when there is something already",
    async run({ streams, stream: create, append }) {
      const stream = await create();
      await append(stream, ["a"]);
      assert.equal((await streams.fetch({ stream, waitMs: 30_000 })).nextOffset, 1);
    },
  },
  {
    name: "a fetch that waits is refused when its stream is deleted, though the name is taken again",
    async run({ streams, stream: create, elapse }) {
      const stream = await create();
      const waiting = elapse(streams.fetch({ stream, waitMs: 20_000 }));
      const outcome = expectRefusal(waiting, "stream_not_found", { stream });
      await turn();
      await streams.deleteStream({ stream });
      await outcome;
    },
  },
  {
    name: "a fetch that waits ends with the caller's own reason when the caller gives up",
    async run({ streams, stream: create }) {
      const stream = await create();
      const controller = new AbortController();
      const waiting = streams.fetch({ stream, waitMs: 20_000 }, { signal: controller.signal });
      const reason = new Error("changed my mind");
      const outcome = expectRejection(waiting, reason);
      await turn();
      controller.abort(reason);
      await outcome;
    },
  },
  {
    name: "a fetch that waits beyond its deadline is given up",
    async run({ streams, stream: create, elapse }) {
      const stream = await create();
      const waiting = elapse(streams.fetch({ stream, waitMs: 20_000 }, { timeoutMs: 50 }));
      await expectRefusal(waiting, "deadline_exceeded", { timeoutMs: 50 });
    },
  },
];

const refusing: readonly ConformanceCase[] = [
  {
    name: "an offset that is not kept, or not there yet, is refused with what is",
    async run(context) {
      const stream = await growing(context, 2);
      for (const offset of [4, -1, 2 ** 52]) {
        const details = { stream, partition: 0, offset, earliest: 0, end: 3 };
        await expectRefusal(context.streams.fetch({ stream, offset }), "offset_out_of_range", details);
        await expectRefusal(context.streams.fetch({ stream, offset, waitMs: 1_000 }), "offset_out_of_range", details);
      }
    },
  },
  {
    name: "a fetch of a stream or partition that does not exist is refused and names it",
    async run({ streams, stream: create, name }) {
      const stream = await create(2);
      const missing = name();
      await expectRefusal(streams.fetch({ stream: missing }), "stream_not_found", { stream: missing });
      await expectRefusal(streams.fetch({ stream: "a/b" }), "name_invalid");
      for (const partition of [2, -1]) {
        await expectRefusal(streams.fetch({ stream, partition }), "partition_not_found", {
          stream,
          partition,
          partitions: 2,
          last: 1,
        });
      }
    },
  },
  {
    name: "fields of a fetch outside their bounds are refused",
    async run({ streams, stream: create }) {
      const stream = await create();
      const fields: readonly (readonly [field: string, request: FetchRequestInit])[] = [
        ["max_bytes", { maxBytes: -1 }],
        ["max_bytes", { maxBytes: 8_388_609 }],
        ["wait_ms", { waitMs: -1 }],
        ["wait_ms", { waitMs: 30_001 }],
        ["at_least", { atLeast: -1 }],
      ];
      for (const [field, request] of fields) {
        await expectRefusal(streams.fetch({ stream, ...request }), "field_invalid", { field });
      }
    },
  },
  {
    name: "records that cannot be read back are named with the place where reading can go on",
    hooks: ["damage"],
    async run(context) {
      const stream = await growing(context, 3);
      await context.damage(stream, 0, 1);
      const { streams } = context;
      const details = { stream, partition: 0, first: 1, last: 2, next: 3 };
      await expectRefusal(streams.fetch({ stream, offset: 1 }), "records_damaged", details);
      await expectRefusal(streams.fetch({ stream, offset: 2 }), "records_damaged", details);
      assert.deepEqual(fetchedValues(await streams.fetch({ stream, offset: 3 })), ["3", "4", "5"]);
      const before = await streams.fetch({ stream, offset: 0 });
      assert.deepEqual([fetchedValues(before), before.nextOffset], [["0"], 1]);
      await expectRefusal(streams.read({ stream, partition: 0, offset: 1 }), "records_damaged", details);
      const page = await streams.read({ stream, partition: 0, offset: 0 });
      assert.equal(page.records.length, 1);
      assert.equal(page.caughtUp, false);
      await expectRefusal(
        streams.read({ stream, partition: 0, pageToken: page.nextPageToken }),
        "records_damaged",
        details,
      );
    },
  },
];

export const fetchCases: readonly ConformanceCase[] = [...reading, ...waiting, ...refusing];
