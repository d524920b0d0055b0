import assert from "node:assert/strict";
import { limits, type ReadRequestInit, type ReadResponse } from "@flowmesh/contract";
import { encodeBatch } from "../../batch/batch-builder.ts";
import { compressBatch } from "../../batch/batch-codec.ts";
import { batchOf, type CaseContext, numbered, pagesMax, turn, valuesOf } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { expectRefusal, expectRejection } from "../expect.ts";

/** Reads page by page until everything is there. */
async function readAll({ streams }: CaseContext, request: ReadRequestInit): Promise<ReadResponse[]> {
  const pages: ReadResponse[] = [];
  for (let pageToken = ""; ; ) {
    assert.ok(pages.length < pagesMax, "the pages come to an end");
    const page = await streams.read({ ...request, pageToken });
    assert.ok(page.nextPageToken.length > 0, "a page always says where to go on");
    pages.push(page);
    if (page.caughtUp) return pages;
    assert.ok(page.records.length > 0, "a page that is not the last has records");
    pageToken = page.nextPageToken;
  }
}

const allValues = (pages: readonly ReadResponse[]): string[] => valuesOf(pages.flatMap(({ records }) => records));

/** Record n of partition 0 has the value n and the time 1000 n. */
async function timed(context: CaseContext, count: number): Promise<string> {
  const stream = await context.stream();
  for (let first = 0; first < count; first += 3) {
    const values = numbered(Math.min(3, count - first), first);
    const records = values.map((value) => ({ value: Buffer.from(value), timestampMs: 1000 * Number(value) }));
    await context.streams.append({ stream, batch: encodeBatch(records) });
  }
  return stream;
}

const paging: readonly ConformanceCase[] = [
  {
    name: "pages that follow each other give every record of a partition once, in order",
    async run(context) {
      const stream = await timed(context, 20);
      for (const limit of [1, 2, 3, 7, 19, 20, 21, 1000]) {
        const pages = await readAll(context, { stream, partition: 0, limit });
        assert.deepEqual(allValues(pages), numbered(20), `pages of ${limit}`);
        for (const { records } of pages) assert.ok(records.length <= limit);
        for (const { offset, timestamp, partition } of pages.flatMap(({ records }) => records)) {
          assert.deepEqual([timestamp, partition], [1000 * offset, 0]);
        }
      }
    },
  },
  {
    name: "without a partition all are read, each in its order",
    async run(context) {
      const stream = await context.stream(3);
      for (const value of numbered(30)) await context.append(stream, [value], Number(value) % 3);
      for (const limit of [4, 10, 1000]) {
        const records = (await readAll(context, { stream, limit })).flatMap((page) => page.records);
        assert.equal(records.length, 30);
        for (const partition of [0, 1, 2]) {
          const own = records.filter((record) => record.partition === partition);
          assert.deepEqual(
            valuesOf(own),
            numbered(30).filter((value) => Number(value) % 3 === partition),
          );
          assert.deepEqual(
            own.map(({ offset }) => offset),
            numbered(10).map(Number),
          );
        }
      }
    },
  },
  {
    name: "a page has 100 records unless asked otherwise",
    async run(context) {
      const stream = await context.stream();
      await context.append(stream, numbered(150));
      const page = await context.streams.read({ stream });
      assert.deepEqual([page.records.length, page.caughtUp], [100, false]);
      const rest = await context.streams.read({ stream, pageToken: page.nextPageToken });
      assert.deepEqual([valuesOf(rest.records), rest.caughtUp], [numbered(50, 100), true]);
    },
  },
  {
    name: "the last page's token goes on with what is published later, also in partitions that are new",
    async run(context) {
      const { streams } = context;
      const stream = await context.stream(2);
      await context.append(stream, ["a"], 1);
      const first = await streams.read({ stream });
      assert.deepEqual([valuesOf(first.records), first.caughtUp], [["a"], true]);
      await streams.updateStream({ stream, partitions: 3 });
      for (const [value, partition] of [
        ["b", 0],
        ["c", 1],
        ["d", 2],
      ] as const)
        await context.append(stream, [value], partition);
      const second = await streams.read({ stream, pageToken: first.nextPageToken });
      assert.deepEqual(valuesOf(second.records), ["b", "c", "d"]);
      const third = await streams.read({ stream, pageToken: second.nextPageToken });
      assert.deepEqual([third.records, third.caughtUp], [[], true]);
    },
  },
  {
    name: "a page of large records ends early rather than without bound, and nothing is left out",
    commits: "large",
    async run(context) {
      const stream = await context.stream();
      const value = Buffer.alloc(limits.recordValueBytes.value, "v");
      for (let count = 0; count < 3; count += 1) {
        await context.streams.publish({ stream, records: Array.from({ length: 5 }, () => ({ value })) });
      }
      const pages = await readAll(context, { stream, limit: 1000 });
      const offsets = pages.flatMap(({ records }) => records.map(({ offset }) => offset));
      assert.deepEqual(offsets, numbered(15).map(Number));
      for (const { records } of pages) assert.ok(records.length <= 9);
    },
  },
  {
    name: "records of compressed batches are read like others",
    async run(context) {
      const stream = await context.stream();
      for (const [index, codec] of (["gzip", "zstd"] as const).entries()) {
        await context.streams.append({ stream, batch: compressBatch(batchOf(numbered(5, 5 * index)), codec) });
      }
      assert.deepEqual(allValues(await readAll(context, { stream, limit: 3 })), numbered(10));
    },
  },
];

const bounding: readonly ConformanceCase[] = [
  {
    name: "reading begins at an offset, a time, the earliest or the latest record, and ends at an offset or a time",
    async run(context) {
      const stream = await timed(context, 20);
      const [partition, from, to] = [0, (first: number) => numbered(20 - first, first), (end: number) => numbered(end)];
      const ranges: readonly (readonly [request: ReadRequestInit, expected: string[]])[] = [
        [{ partition, offset: 0 }, from(0)],
        [{ partition, offset: 7 }, from(7)],
        [{ partition, offset: 20 }, []],
        [{ fromTime: 7000 }, from(7)],
        [{ fromTime: 6999.5 }, from(7)],
        [{ fromTime: 7001 }, from(8)],
        [{ fromTime: 99_000 }, []],
        [{ fromTime: -5000 }, from(0)],
        [{ anchor: "earliest" }, from(0)],
        [{ anchor: "unspecified" }, from(0)],
        [{ anchor: "latest" }, []],
        [{ partition, untilOffset: 0 }, []],
        [{ partition, untilOffset: 8 }, to(8)],
        [{ partition, untilOffset: 99 }, to(20)],
        [{ untilTime: 8000 }, to(8)],
        [{ untilTime: 8000.5 }, to(9)],
        [{ untilTime: 99_000 }, to(20)],
        [{ partition, offset: 4, untilOffset: 9 }, numbered(5, 4)],
        [{ partition, offset: 9, untilOffset: 4 }, []],
        [{ fromTime: 4000, untilTime: 9000 }, numbered(5, 4)],
        [{ fromTime: 9000, untilTime: 4000 }, []],
      ];
      for (const [range, expected] of ranges) {
        for (const limit of [2, 100]) {
          const pages = await readAll(context, { stream, limit, ...range });
          assert.deepEqual(allValues(pages), expected, JSON.stringify(range));
        }
      }
    },
  },
  {
    name: "reading all partitions by time finds each one's own place",
    async run(context) {
      const stream = await context.stream(3);
      for (const partition of [0, 1, 2]) {
        const times = [1, 2, 3].map((n) => (partition + 1) * 1000 * n);
        const records = times.map((timestampMs) => ({ timestampMs, value: Buffer.from(String(timestampMs)) }));
        await context.streams.append({ stream, partition, batch: encodeBatch(records) });
      }
      const pages = await readAll(context, { stream, fromTime: 2000, untilTime: 6000, limit: 2 });
      assert.deepEqual(allValues(pages), ["2000", "3000", "2000", "4000", "3000"]);
    },
  },
  {
    name: "an offset outside what is kept is refused with what is",
    async run(context) {
      const stream = await timed(context, 5);
      for (const offset of [6, -1, 2 ** 52]) {
        const details = { stream, partition: 0, offset, earliest: 0, end: 5 };
        await expectRefusal(context.streams.read({ stream, partition: 0, offset }), "offset_out_of_range", details);
      }
    },
  },
];

const waiting: readonly ConformanceCase[] = [
  {
    name: "a read that waits is answered by the first record in any of its partitions",
    async run({ streams, stream: create, append, elapse }) {
      const stream = await create(3);
      for (const partition of [2, 0]) {
        const { nextPageToken } = await streams.read({ stream });
        const waiting = streams.read({ stream, pageToken: nextPageToken, waitMs: 20_000 });
        await turn();
        await append(stream, ["new"], partition);
        const page = await elapse(waiting);
        assert.deepEqual(
          page.records.map((record) => record.partition),
          [partition],
        );
      }
    },
  },
  {
    name: "a read that waits in vain is answered with nothing when its time is over",
    async run({ streams, stream: create, elapse, append }) {
      const stream = await create(2);
      await append(stream, ["before"]);
      const page = await elapse(streams.read({ stream, anchor: "latest", waitMs: 30 }));
      assert.deepEqual([page.records, page.caughtUp], [[], true]);
    },
  },
  {
    name: "a read does not wait for what lies behind its end",
    async run({ streams, stream: create, append }) {
      const stream = await create();
      await append(stream, ["a", "b"]);
      const bounded = await streams.read({ stream, partition: 0, offset: 1, untilOffset: 1, waitMs: 30_000 });
      assert.deepEqual([bounded.records, bounded.caughtUp], [[], true]);
      const time = 1_700_000_000_000;
      const before = await streams.read({ stream, fromTime: time, untilTime: time, waitMs: 30_000 });
      assert.deepEqual([before.records, before.caughtUp], [[], true]);
    },
  },
  {
    name: "a read that waits ends with the caller's own reason when the caller gives up",
    async run({ streams, stream: create }) {
      const stream = await create(2);
      const controller = new AbortController();
      const waiting = streams.read({ stream, waitMs: 20_000 }, { signal: controller.signal });
      const reason = new Error("changed my mind");
      const outcome = expectRejection(waiting, reason);
      await turn();
      controller.abort(reason);
      await outcome;
    },
  },
  {
    name: "a read that waits beyond its deadline is given up",
    async run({ streams, stream: create, elapse }) {
      const stream = await create(2);
      const waiting = elapse(streams.read({ stream, waitMs: 20_000 }, { timeoutMs: 50 }));
      await expectRefusal(waiting, "deadline_exceeded", { timeoutMs: 50 });
    },
  },
];

const refusing: readonly ConformanceCase[] = [
  {
    name: "a read of a stream or partition that does not exist is refused and names it",
    async run({ streams, stream: create, name }) {
      const stream = await create(2);
      const missing = name();
      await expectRefusal(streams.read({ stream: missing }), "stream_not_found", { stream: missing });
      await expectRefusal(streams.read({ stream: ".." }), "name_invalid");
      for (const partition of [2, -1]) {
        await expectRefusal(streams.read({ stream, partition }), "partition_not_found", {
          stream,
          partition,
          partitions: 2,
        });
      }
    },
  },
  {
    name: "a page token that was changed, or made for another read, is refused",
    async run(context) {
      const { streams } = context;
      const [stream, other] = [await context.stream(2), await context.stream(2)];
      const { nextPageToken } = await streams.read({ stream });
      const ofPartition = (await streams.read({ stream, partition: 1 })).nextPageToken;
      const prefix = stream.slice(0, -1);
      await streams.createStream({ stream: `${prefix}_` });
      const ofList = (await streams.listStreams({ prefix, pageSize: 1 })).nextPageToken;
      const wrong: readonly ReadRequestInit[] = [
        { stream, pageToken: `${nextPageToken}A` },
        { stream, pageToken: nextPageToken.slice(0, -3) },
        { stream, pageToken: "0" },
        { stream, pageToken: ofList },
        { stream, pageToken: ofPartition },
        { stream, partition: 1, pageToken: nextPageToken },
        { stream, partition: 0, pageToken: ofPartition },
        { stream: other, pageToken: nextPageToken },
      ];
      for (const request of wrong) await expectRefusal(streams.read(request), "page_token_invalid");
      await streams.deleteStream({ stream });
      await streams.createStream({ stream, partitions: 2 });
      await expectRefusal(streams.read({ stream, pageToken: nextPageToken }), "page_token_invalid");
    },
  },
  {
    name: "fields of a read outside their bounds are refused",
    async run({ streams, stream: create }) {
      const stream = await create();
      const fields: readonly (readonly [field: string, request: ReadRequestInit])[] = [
        ["limit", { limit: -1 }],
        ["limit", { limit: 1001 }],
        ["wait_ms", { waitMs: -1 }],
        ["wait_ms", { waitMs: 30_001 }],
        ["offset", { offset: 0 }],
        ["until_offset", { untilOffset: 0 }],
        ["until_offset", { partition: 0, untilOffset: -1 }],
        ["at_least", { atLeast: -1 }],
        ["from_time", { fromTime: 253_402_300_800_000 }],
        ["until_time", { untilTime: -62_135_596_800_001 }],
      ];
      for (const [field, request] of fields) {
        await expectRefusal(streams.read({ stream, ...request }), "field_invalid", { field });
      }
    },
  },
];

export const readCases: readonly ConformanceCase[] = [...paging, ...bounding, ...waiting, ...refusing];
