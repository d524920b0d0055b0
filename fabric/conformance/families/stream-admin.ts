import assert from "node:assert/strict";
import type { StreamSettingsInit } from "@flowmesh/contract";
import { type CaseContext, pagesMax } from "../case-context.ts";
import { type ConformanceCase, smallLimits } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const badNames = ["", ".", "..", "a/b", "a b", "a\0b", "\u00fc", "a\n", "%2e%2e", "a".repeat(250)];
const badSettings: readonly [field: string, partitions: number | undefined, settings: StreamSettingsInit][] = [
  ["partitions", 0, {}],
  ["partitions", -1, {}],
  ["partitions", 1025, {}],
  ["retention_ms", undefined, { retentionMs: -1 }],
  ["retention_bytes", undefined, { retentionBytes: -1 }],
  ["dedupe_window_ms", undefined, { dedupeWindowMs: -1 }],
  ["dedupe_window_ms", undefined, { dedupeWindowMs: 86_400_001 }],
];

/** All names of a list, page by page. */
async function listAll({ streams }: CaseContext, prefix: string, pageSize: number): Promise<string[]> {
  const names: string[] = [];
  for (let pageToken = "", pages = 1; ; pages += 1) {
    assert.ok(pages <= pagesMax, "the pages come to an end");
    const page = await streams.listStreams({ prefix, pageSize, pageToken });
    assert.ok(page.streams.length <= pageSize, "a page has at most the entries asked for");
    names.push(...page.streams.map(({ stream }) => stream));
    pageToken = page.nextPageToken;
    if (pageToken === "") return names;
  }
}

const creating: readonly ConformanceCase[] = [
  {
    name: "a new stream has one empty partition and the documented defaults",
    async run({ streams, name }) {
      const stream = name();
      const { stream: created, position } = await streams.createStream({ stream });
      assert.ok(position > 0);
      assert.equal(created?.stream, stream);
      assert.match(created.id, uuid);
      assert.deepEqual({ ...created.settings }, { retentionMs: 0, retentionBytes: 0, dedupeWindowMs: 120_000 });
      assert.deepEqual(
        created.partitions.map((of) => ({ ...of })),
        [{ partition: 0, earliestOffset: 0, nextOffset: 0, bytes: 0 }],
      );
      assert.deepEqual([created.bytes, created.revision], [0, position]);
      assert.ok(created.createdAt !== undefined && created.createdAt > 0);
    },
  },
  {
    name: "a new stream's creation time is the present",
    hooks: ["clock"],
    async run({ streams, name, hook }) {
      const clock = hook("clock");
      await clock.advance(5_000);
      const beforeMs = clock.nowMs();
      const { stream } = await streams.createStream({ stream: name() });
      const createdAt = stream?.createdAt ?? 0;
      assert.ok(createdAt >= beforeMs && createdAt <= clock.nowMs());
    },
  },
  {
    name: "a new stream is visible to the next call as it was created",
    async run({ streams, name }) {
      const stream = name();
      const settings = { retentionMs: 60_000, retentionBytes: 2 ** 40, dedupeWindowMs: 0 };
      const created = await streams.createStream({ stream, partitions: 3, settings });
      const { stream: found } = await streams.getStream({ stream });
      assert.deepEqual(found, created.stream);
      assert.deepEqual({ ...found?.settings }, settings);
      assert.deepEqual(
        found?.partitions.map(({ partition }) => partition),
        [0, 1, 2],
      );
    },
  },
  {
    name: "a stream may have 1024 partitions, the longest name and every character of the rule",
    async run({ streams, name }) {
      const longest = name().padEnd(249, "x");
      const { stream } = await streams.createStream({ stream: longest, partitions: 1024 });
      assert.equal(stream?.partitions.length, 1024);
      assert.equal(stream.partitions[1023]?.partition, 1023);
      const odd = `A-z_0.9${name()}`;
      await streams.createStream({ stream: odd });
      await streams.createStream({ stream: odd.toLowerCase() });
      assert.equal((await streams.getStream({ stream: odd })).stream?.stream, odd);
    },
  },
  {
    name: "a name that is taken is refused, and its stream stays as it was",
    async run({ streams, stream: create }) {
      const stream = await create(2);
      const before = await streams.getStream({ stream });
      await expectRefusal(streams.createStream({ stream, partitions: 5 }), "stream_exists", { stream });
      assert.deepEqual(await streams.getStream({ stream }), before);
    },
  },
  {
    name: "two who create the same stream at once do not both succeed",
    async run({ streams, name }) {
      const stream = name();
      const outcomes = await Promise.allSettled(
        [1, 2, 3].map((partitions) => streams.createStream({ stream, partitions })),
      );
      assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    },
  },
  {
    name: "names outside the rule are refused by every method that takes one",
    async run({ streams }) {
      for (const stream of badNames) {
        await expectRefusal(streams.createStream({ stream }), "name_invalid", { kind: "stream" });
        await expectRefusal(streams.getStream({ stream }), "name_invalid");
        await expectRefusal(streams.updateStream({ stream }), "name_invalid");
        await expectRefusal(streams.deleteStream({ stream }), "name_invalid");
      }
    },
  },
  {
    name: "settings outside their bounds are refused and create nothing",
    async run({ streams, name }) {
      for (const [field, partitions, settings] of badSettings) {
        const stream = name();
        await expectRefusal(streams.createStream({ stream, partitions, settings }), "settings_invalid", { field });
        await expectRefusal(streams.getStream({ stream }), "stream_not_found", { stream });
      }
    },
  },
  {
    name: "the number of streams is limited, and deleting one makes room",
    hooks: ["smallLimits"],
    async run({ streams, name }) {
      const names = Array.from({ length: smallLimits.streams }, () => name());
      for (const stream of names) await streams.createStream({ stream });
      const limit = smallLimits.streams;
      await expectRefusal(streams.createStream({ stream: name() }), "limit_exceeded", { limit, value: limit + 1 });
      await streams.deleteStream({ stream: names[0] });
      await streams.createStream({ stream: name() });
    },
  },
  {
    name: "the number of partitions of all streams is limited, and deleting a stream makes room",
    hooks: ["smallLimits"],
    async run({ streams, name }) {
      const [one, other] = [name(), name()];
      const limit = smallLimits.partitions;
      await streams.createStream({ stream: one, partitions: limit - 3 });
      await streams.createStream({ stream: other, partitions: 2 });
      const exceeded = { name: "partitions", limit, value: limit + 1 };
      await expectRefusal(streams.createStream({ stream: name(), partitions: 2 }), "limit_exceeded", exceeded);
      await expectRefusal(streams.updateStream({ stream: other, partitions: 4 }), "limit_exceeded", exceeded);
      await streams.updateStream({ stream: other, partitions: 3 });
      await streams.updateStream({ stream: other, settings: { retentionMs: 1 } });
      await streams.deleteStream({ stream: one });
      await streams.updateStream({ stream: other, partitions: limit });
    },
  },
];

const listing: readonly ConformanceCase[] = [
  {
    name: "streams are listed once each, ordered by name, whatever the page size",
    async run(context) {
      const prefix = context.name("list");
      const suffixes = ["b", "A", "a", "_", "0", ".x", "a.a", "-"];
      for (const suffix of suffixes) await context.streams.createStream({ stream: `${prefix}${suffix}` });
      await context.streams.createStream({ stream: `x${prefix}` });
      const expected = suffixes.map((suffix) => `${prefix}${suffix}`).sort();
      for (const pageSize of [1, 3, 8, 9, 1000]) assert.deepEqual(await listAll(context, prefix, pageSize), expected);
    },
  },
  {
    name: "a page has 100 streams unless asked otherwise, and is described as a single stream is",
    async run({ streams, name }) {
      const prefix = name("page");
      for (let number = 0; number < 101; number += 1) {
        const partitions = number === 100 ? 3 : 1;
        await streams.createStream({ stream: `${prefix}-${String(number).padStart(3, "0")}`, partitions });
      }
      const page = await streams.listStreams({ prefix });
      assert.equal(page.streams.length, 100);
      const rest = await streams.listStreams({ prefix, pageToken: page.nextPageToken });
      assert.deepEqual(
        rest.streams.map(({ stream }) => stream),
        [`${prefix}-100`],
      );
      assert.equal(rest.nextPageToken, "");
      assert.deepEqual(rest.streams[0], (await streams.getStream({ stream: `${prefix}-100` })).stream);
    },
  },
  {
    name: "a page size outside its bounds is refused",
    async run({ streams }) {
      for (const pageSize of [-1, 1001]) {
        await expectRefusal(streams.listStreams({ pageSize }), "field_invalid", { field: "page_size" });
      }
    },
  },
  {
    name: "a page token that was changed, or made for another list, is refused",
    async run({ streams, name }) {
      const prefix = name("token");
      for (const suffix of ["a", "b"]) await streams.createStream({ stream: prefix + suffix });
      const { nextPageToken } = await streams.listStreams({ prefix, pageSize: 1 });
      for (const pageToken of [`${nextPageToken}A`, nextPageToken.slice(2), "x", prefix, "\u0000"]) {
        await expectRefusal(streams.listStreams({ prefix, pageToken }), "page_token_invalid");
      }
      const other = { prefix: prefix.slice(0, -1), pageToken: nextPageToken };
      await expectRefusal(streams.listStreams(other), "page_token_invalid");
    },
  },
];

const changing: readonly ConformanceCase[] = [
  {
    name: "an update changes the settings that it names and leaves the others",
    async run({ streams, name }) {
      const stream = name();
      const created = await streams.createStream({ stream, settings: { retentionMs: 1000, retentionBytes: 2000 } });
      const updated = await streams.updateStream({ stream, settings: { retentionBytes: 0, dedupeWindowMs: 5 } });
      assert.deepEqual({ ...updated.stream?.settings }, { retentionMs: 1000, retentionBytes: 0, dedupeWindowMs: 5 });
      assert.ok(updated.position > created.position);
      assert.equal(updated.stream?.revision, updated.position);
      assert.equal(updated.stream?.id, created.stream?.id);
      assert.equal(updated.stream?.createdAt, created.stream?.createdAt);
      assert.deepEqual((await streams.getStream({ stream })).stream, updated.stream);
    },
  },
  {
    name: "partitions can be added, start empty, and take records at once",
    async run(context) {
      const stream = await context.stream(2);
      await context.append(stream, ["kept"], 1);
      const updated = await context.streams.updateStream({ stream, partitions: 4 });
      assert.deepEqual(
        updated.stream?.partitions.map(({ nextOffset }) => nextOffset),
        [0, 1, 0, 0],
      );
      assert.equal(await context.append(stream, ["first"], 3), 0);
      assert.deepEqual(await context.values(stream, 3), ["first"]);
      assert.deepEqual(await context.values(stream, 1), ["kept"]);
    },
  },
  {
    name: "partitions never become fewer",
    async run({ streams, stream: create }) {
      const stream = await create(3);
      const settings = { retentionMs: 7 };
      await expectRefusal(streams.updateStream({ stream, partitions: 2, settings }), "partitions_shrink", {
        stream,
        partitions: 3,
      });
      const { stream: found } = await streams.getStream({ stream });
      assert.equal(found?.partitions.length, 3);
      assert.equal(found.settings?.retentionMs, 0);
      assert.equal((await streams.updateStream({ stream, partitions: 3 })).stream?.partitions.length, 3);
    },
  },
  {
    name: "an update with settings outside their bounds is refused and changes nothing",
    async run({ streams, stream: create }) {
      const stream = await create();
      const before = await streams.getStream({ stream });
      for (const [field, partitions, settings] of badSettings) {
        await expectRefusal(streams.updateStream({ stream, partitions, settings }), "settings_invalid", { field });
      }
      assert.deepEqual(await streams.getStream({ stream }), before);
    },
  },
  {
    name: "a change or deletion that expects another revision is refused and changes nothing",
    async run({ streams, stream: create }) {
      const stream = await create();
      const seen = (await streams.getStream({ stream })).stream?.revision ?? 0;
      const settings = { retentionMs: 7 };
      const changed = await streams.updateStream({ stream, settings, expectedRevision: seen });
      const actual = changed.stream?.revision ?? 0;
      assert.ok(actual > seen);
      const details = { stream, actual, expected: seen };
      const late = { stream, settings: { retentionMs: 9 }, expectedRevision: seen };
      await expectRefusal(streams.updateStream(late), "revision_mismatch", details);
      await expectRefusal(streams.deleteStream({ stream, expectedRevision: seen }), "revision_mismatch", details);
      await expectRefusal(streams.updateStream({ stream, expectedRevision: -1 }), "field_invalid");
      await expectRefusal(streams.deleteStream({ stream, expectedRevision: -1 }), "field_invalid");
      assert.equal((await streams.getStream({ stream })).stream?.settings?.retentionMs, 7);
      await streams.deleteStream({ stream, expectedRevision: actual });
      await expectRefusal(streams.getStream({ stream }), "stream_not_found", { stream });
    },
  },
  {
    name: "a stream that does not exist cannot be seen, changed or deleted",
    async run({ streams, name }) {
      const stream = name();
      await expectRefusal(streams.getStream({ stream }), "stream_not_found", { stream });
      await expectRefusal(streams.updateStream({ stream, partitions: 2 }), "stream_not_found", { stream });
      await expectRefusal(streams.deleteStream({ stream }), "stream_not_found", { stream });
    },
  },
  {
    name: "a deleted stream is gone for every later call",
    async run(context) {
      const { streams } = context;
      const stream = await context.stream();
      await context.append(stream, ["gone"]);
      const { position } = await streams.deleteStream({ stream });
      assert.ok(position > 0);
      await expectRefusal(streams.getStream({ stream }), "stream_not_found");
      await expectRefusal(streams.deleteStream({ stream }), "stream_not_found");
      await expectRefusal(context.append(stream, ["lost"]), "stream_not_found", { stream });
      await expectRefusal(streams.fetch({ stream }), "stream_not_found", { stream });
      assert.deepEqual((await streams.listStreams({ prefix: stream })).streams, []);
    },
  },
  {
    name: "a deleted stream's name is free at once, for a stream that shares nothing with it",
    async run(context) {
      const { streams } = context;
      const stream = context.name();
      const first = await streams.createStream({ stream, partitions: 2, settings: { retentionMs: 5_000 } });
      await context.append(stream, ["old", "older"], 1);
      const { position } = await streams.deleteStream({ stream });
      assert.ok(position > first.position);
      const second = await streams.createStream({ stream, partitions: 3 });
      assert.notEqual(second.stream?.id, first.stream?.id);
      assert.ok(second.position > position);
      assert.equal(second.stream?.settings?.retentionMs, 0);
      assert.deepEqual(
        second.stream?.partitions.map(({ nextOffset }) => nextOffset),
        [0, 0, 0],
      );
      assert.equal(await context.append(stream, ["new"], 1), 0);
      assert.deepEqual(await context.values(stream, 1), ["new"]);
    },
  },
  {
    name: "a stream counts the offsets and bytes of what it keeps",
    async run(context) {
      const { streams } = context;
      const stream = await context.stream(2);
      await context.append(stream, ["a", "b"], 0);
      await context.append(stream, ["c"], 1);
      await context.append(stream, ["d"], 1);
      const { stream: found } = await streams.getStream({ stream });
      assert.deepEqual(
        found?.partitions.map(({ nextOffset }) => nextOffset),
        [2, 2],
      );
      for (const { partition, bytes } of found.partitions) {
        assert.equal(bytes, (await streams.fetch({ stream, partition })).batches.length);
      }
      assert.equal(
        found.bytes,
        found.partitions.reduce((sum, { bytes }) => sum + bytes, 0),
      );
    },
  },
];

export const streamAdminCases: readonly ConformanceCase[] = [...creating, ...listing, ...changing];
