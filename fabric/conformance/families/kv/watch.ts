import assert from "node:assert/strict";
import type { Change, WatchRequestInit, WatchResponse } from "@flowmesh/contract";
import { type CaseContext, numbered, take, text } from "../../case-context.ts";
import { type ConformanceCase, severalOperations } from "../../conformance-case.ts";
import { expectRefusal, expectRejection } from "../../expect.ts";

/** A watch in parts: what it said until it had caught up, and what follows. */
class Watching {
  readonly #responses: AsyncIterator<WatchResponse>;

  constructor({ kv }: CaseContext, request: WatchRequestInit) {
    this.#responses = kv.watch(request)[Symbol.asyncIterator]();
  }

  next(): Promise<IteratorResult<WatchResponse>> {
    return this.#responses.next();
  }

  untilCaughtUp(): Promise<WatchResponse[]> {
    return take(this.#responses, ({ caughtUp }) => caughtUp);
  }

  /** Changes from now on, until there are so many. */
  async changes(count: number): Promise<Change[]> {
    const changes: Change[] = [];
    while (changes.length < count) {
      const { value, done } = await this.next();
      assert.ok(!done, "the watch ended");
      changes.push(...value.changes);
    }
    return changes;
  }

  async end(): Promise<void> {
    await this.#responses.return?.();
  }
}

function changesOf(responses: readonly WatchResponse[]): Change[] {
  return responses.flatMap(({ changes }) => changes);
}

function told(changes: readonly Change[]): string[] {
  return changes.map(({ key, revision, kind, value }) => `${revision} ${kind} ${key} ${text(value)}`.trim());
}

const beginning: readonly ConformanceCase[] = [
  {
    name: "a watch gives the entries that are there, says that it has caught up, and goes on with every change",
    async run(context) {
      const { kv, bucket: create, put } = context;
      const bucket = await create({ history: 3 });
      for (const key of ["b", "a", "c", "a"]) await put(bucket, key, "1");
      await kv.delete({ bucket, key: "c" });
      const watching = new Watching(context, { bucket });
      const begun = await watching.untilCaughtUp();
      assert.deepEqual(told(changesOf(begun)), ["4 put a 1", "1 put b 1"]);
      for (const response of begun) {
        assert.equal(response.revision, 5);
        assert.equal(response.snapshot, response.changes.length > 0);
      }
      assert.deepEqual(
        begun.map(({ caughtUp }) => caughtUp),
        begun.map((_, index) => index === begun.length - 1),
      );
      await put(bucket, "d", "2");
      await kv.delete({ bucket, key: "a" });
      const { value: first } = await watching.next();
      const { value: last } = first.changes.length < 2 ? await watching.next() : { value: first };
      const changes = first === last ? first.changes : [...first.changes, ...last.changes];
      assert.deepEqual(told(changes), ["6 put d 2", "7 deleted a"]);
      assert.deepEqual([last.revision, last.snapshot, last.caughtUp], [7, false, true]);
      assert.equal(first.revision, first.changes.at(-1)?.revision);
      await watching.end();
    },
  },
  {
    name: "a watch's changes are as the history has them",
    async run(context) {
      const { kv, bucket: create, put } = context;
      const bucket = await create({ history: 5 });
      await put(bucket, "a", "1");
      await kv.put({ bucket, key: "a", value: Buffer.from("2"), ttlMs: 1_000_000 });
      await kv.delete({ bucket, key: "a" });
      const { changes: history } = await kv.getHistory({ bucket, key: "a" });
      await kv.put({ bucket, key: "b", value: Buffer.from("3"), ttlMs: 1_000_000 });
      const tail = new Watching(context, { bucket, afterRevision: 0 });
      assert.deepEqual((await tail.changes(4)).slice(0, 3), history);
      const snapshot = new Watching(context, { bucket });
      const { changes } = await kv.getHistory({ bucket, key: "b" });
      assert.deepEqual(await snapshot.changes(1), changes);
      await tail.end();
      await snapshot.end();
    },
  },
  {
    name: "a watch of an empty bucket has caught up at once",
    async run(context) {
      const { kv, bucket: create, put } = context;
      const bucket = await create();
      const { id: bucketId } = (await kv.getBucket({ bucket })).bucket!;
      const watching = new Watching(context, { bucket });
      const [only, ...more] = await watching.untilCaughtUp();
      assert.deepEqual({ ...only }, { changes: [], revision: 0, snapshot: false, caughtUp: true, bucketId });
      assert.deepEqual(more, []);
      await put(bucket, "a", "1");
      assert.deepEqual(told(await watching.changes(1)), ["1 put a 1"]);
      await watching.end();
    },
  },
  {
    name: "a watch of a prefix sees nothing else",
    async run(context) {
      const { kv, bucket: create, put } = context;
      const bucket = await create();
      for (const key of ["a/1", "b/1", "a"]) await put(bucket, key, "1");
      const watching = new Watching(context, { bucket, prefix: "a/" });
      assert.deepEqual(told(changesOf(await watching.untilCaughtUp())), ["1 put a/1 1"]);
      await put(bucket, "b/2", "2");
      await put(bucket, "a/2", "2");
      await kv.delete({ bucket, key: "a" });
      await kv.delete({ bucket, key: "a/1" });
      assert.deepEqual(told(await watching.changes(2)), ["5 put a/2 2", "7 deleted a/1"]);
      await watching.end();
    },
  },
  {
    name: "a watch of what is new gives nothing that was there",
    async run(context) {
      const { bucket: create, put } = context;
      const bucket = await create({ history: 2 });
      await put(bucket, "a", "1");
      const watching = new Watching(context, { bucket, onlyNew: true });
      const begun = await watching.untilCaughtUp();
      assert.deepEqual(changesOf(begun), []);
      assert.equal(begun.at(-1)?.revision, 1);
      await put(bucket, "a", "2");
      assert.deepEqual(told(await watching.changes(1)), ["2 put a 2"]);
      await watching.end();
    },
  },
  {
    name: "an expiry reaches those who watch",
    hooks: ["clock"],
    async run(context) {
      const { kv, bucket: create, elapse } = context;
      const bucket = await create();
      await kv.put({ bucket, key: "a", value: Buffer.from("1"), ttlMs: 60_000 });
      const watching = new Watching(context, { bucket });
      await watching.untilCaughtUp();
      assert.deepEqual(told(await elapse(watching.changes(1))), ["2 expired a"]);
      await watching.end();
    },
  },
  {
    name: "the entries that are there come in responses as small as asked, in the order of their keys",
    capability: severalOperations,
    async run(context) {
      const { fabric, bucket: create } = context;
      const bucket = await create();
      const keys = numbered(30).map((key) => key.padStart(2, "0"));
      const value = Buffer.from("x".repeat(98));
      await fabric.commit({ operations: keys.toReversed().map((key) => ({ put: { bucket, key, value } })) });
      const watching = new Watching(context, { bucket, maxBytes: 1000 });
      const begun = await watching.untilCaughtUp();
      assert.deepEqual(
        changesOf(begun).map(({ key }) => key),
        keys,
      );
      assert.ok(begun.every(({ changes }) => changes.length <= 10));
      const tail = new Watching(context, { bucket, maxBytes: 1, afterRevision: 0 });
      assert.ok((await tail.untilCaughtUp()).every(({ changes }) => changes.length <= 1));
      await watching.end();
      await tail.end();
    },
  },
];

const consistent: readonly ConformanceCase[] = [
  {
    name: "what changes while the entries that are there are given comes afterwards, once, and nothing is missed",
    capability: severalOperations,
    async run(context) {
      const { kv, fabric, bucket: create, put } = context;
      const bucket = await create();
      const keys = numbered(20).map((key) => key.padStart(2, "0"));
      const value = Buffer.from("0");
      await fabric.commit({ operations: keys.map((key) => ({ put: { bucket, key, value } })) });
      const watching = new Watching(context, { bucket, maxBytes: 1 });
      const first = (await watching.next()).value as WatchResponse;
      await put(bucket, "00", "again");
      await put(bucket, "19", "ahead");
      await kv.delete({ bucket, key: "18" });
      await put(bucket, "05a", "new");
      const seen = new Map<string, number>();
      for (let changes = first.changes; changes.length > 0; ) {
        for (const { key, revision } of changes) {
          assert.ok(revision > (seen.get(key) ?? 0), `${key} came with revision ${revision} behind ${seen.get(key)}`);
          seen.set(key, revision);
        }
        changes = seen.has("05a") ? [] : await watching.changes(1);
      }
      assert.deepEqual([...seen].filter(([, revision]) => revision > 20).sort(), [
        ["00", 21],
        ["05a", 24],
        ["18", 23],
        ["19", 22],
      ]);
      assert.equal(seen.size, 21);
      await watching.end();
    },
  },
  {
    name: "a watch that begins while others write sees each key's last value, and never an older one after a newer",
    async run(context) {
      const { bucket: create, put } = context;
      const bucket = await create();
      const keys = ["a", "b", "c"];
      const writing = (async () => {
        for (const value of numbered(40)) for (const key of keys) await put(bucket, key, value);
        return put(bucket, "end", "1");
      })();
      const watching = new Watching(context, { bucket, maxBytes: 2 });
      const last = new Map<string, number>();
      for (;;) {
        const { changes } = (await watching.next()).value as WatchResponse;
        for (const { key, value } of changes) {
          assert.ok(Number(text(value)) > (last.get(key) ?? -1));
          last.set(key, Number(text(value)));
        }
        if (last.has("end")) break;
      }
      await writing;
      assert.deepEqual(
        keys.map((key) => last.get(key)),
        [39, 39, 39],
      );
      await watching.end();
    },
  },
];

const resuming: readonly ConformanceCase[] = [
  {
    name: "a watch goes on behind any revision that another one was told, without a gap and without doubles",
    async run(context) {
      const { kv, bucket: create, put } = context;
      const bucket = await create({ history: 64 });
      for (const value of numbered(6)) await put(bucket, Number(value) % 2 === 0 ? "a" : "b", value);
      await kv.delete({ bucket, key: "a" });
      for (let afterRevision = 0; afterRevision <= 7; afterRevision += 1) {
        const watching = new Watching(context, { bucket, afterRevision, maxBytes: 2 });
        const responses = await watching.untilCaughtUp();
        assert.deepEqual(
          changesOf(responses).map(({ revision }) => revision),
          numbered(7 - afterRevision, afterRevision + 1).map(Number),
        );
        assert.ok(responses.every(({ snapshot }) => !snapshot));
        assert.equal(responses.at(-1)?.revision, 7);
        await watching.end();
      }
    },
  },
  {
    name: "the entries that are there are gone on with behind a key",
    async run(context) {
      const { kv, bucket: create, put } = context;
      const bucket = await create();
      for (const key of ["a", "b", "c", "d"]) await put(bucket, key, "1");
      const first = new Watching(context, { bucket, maxBytes: 1 });
      await first.next();
      const { value: second } = await first.next();
      await first.end();
      assert.deepEqual([second.revision, second.changes[0]?.key, second.snapshot], [4, "b", true]);
      await put(bucket, "a", "2");
      await kv.delete({ bucket, key: "d" });
      const again = new Watching(context, { bucket, afterRevision: second.revision, afterKey: "b" });
      const changes = changesOf(await again.untilCaughtUp());
      assert.deepEqual(told(changes), ["3 put c 1", "5 put a 2", "6 deleted d"]);
      await again.end();
    },
  },
  {
    name: "changes that were replaced may be left out, the last one of a key never",
    async run(context) {
      const { kv, bucket: create, put } = context;
      const bucket = await create();
      for (const key of ["a", "b", "a", "c", "a"]) await put(bucket, key, "1");
      await kv.delete({ bucket, key: "b" });
      const watching = new Watching(context, { bucket, afterRevision: 0 });
      assert.deepEqual(told(changesOf(await watching.untilCaughtUp())), ["4 put c 1", "5 put a 1", "6 deleted b"]);
      await watching.end();
    },
  },
  {
    name: "a watch behind a revision that was never written is refused",
    async run(context) {
      const { bucket: create, put } = context;
      const bucket = await create();
      await put(bucket, "a", "1");
      const watching = new Watching(context, { bucket, afterRevision: 2 });
      const details = { bucket, revision: 2, earliest: 0, latest: 1 };
      await expectRefusal(watching.next(), "revision_out_of_range", details);
    },
  },
  {
    name: "where deletes were forgotten, a watch behind an older revision is refused, not given a gap",
    hooks: ["clock", "retain"],
    async run(context) {
      const { kv, bucket: create, put, hook } = context;
      const bucket = await create({ history: 3 });
      for (const key of ["a", "b", "c"]) await put(bucket, key, "1");
      await kv.delete({ bucket, key: "b" });
      await put(bucket, "d", "1");
      await hook("retain")();
      assert.equal((await kv.getBucket({ bucket })).bucket?.watchFloor, 0);
      await hook("clock").advance(3_600_001);
      await hook("retain")();
      const floor = (await kv.getBucket({ bucket })).bucket!.watchFloor;
      assert.ok(floor === 0 || floor === 4, `the floor is ${floor}`);
      const begin = async (afterRevision: number) => {
        const watching = new Watching(context, { bucket, afterRevision });
        const changes = told(changesOf(await watching.untilCaughtUp()));
        await watching.end();
        return changes;
      };
      const details = { bucket, revision: 3, earliest: 4, latest: 5 };
      if (floor === 0) assert.deepEqual(await begin(3), ["4 deleted b", "5 put d 1"]);
      else await expectRefusal(begin(3), "revision_out_of_range", details);
      assert.deepEqual(await begin(4), ["5 put d 1"]);
      if (floor === 4) await expectRefusal(kv.getHistory({ bucket, key: "b" }), "key_not_found");
      assert.equal((await kv.listEntries({ bucket })).entries.length, 3);
      assert.equal((await kv.getBucket({ bucket })).bucket?.lastRevision, 5);
    },
  },
  {
    name: "a watch whose keys do not change is told how far the bucket has come",
    hooks: ["clock"],
    async run(context) {
      const { bucket: create, put, elapse } = context;
      const bucket = await create();
      const watching = new Watching(context, { bucket, prefix: "a/" });
      await watching.untilCaughtUp();
      await put(bucket, "b", "1");
      const { value } = await elapse(watching.next());
      assert.deepEqual({ ...value }, { changes: [], revision: 1, snapshot: false, caughtUp: true, bucketId: "" });
      await watching.end();
    },
  },
];

const ending: readonly ConformanceCase[] = [
  {
    name: "a watch ends when its bucket is deleted, also if there is another of its name",
    async run(context) {
      const { kv, bucket: create } = context;
      const bucket = await create();
      const watching = new Watching(context, { bucket });
      await watching.untilCaughtUp();
      const next = expectRefusal(watching.next(), "bucket_not_found", { bucket });
      await kv.deleteBucket({ bucket });
      await kv.createBucket({ bucket });
      await next;
    },
  },
  {
    name: "a watch that goes on by the id of its bucket does not go on in another one of the same name",
    async run(context) {
      const { kv, bucket: create, put } = context;
      const bucket = await create();
      await put(bucket, "a", "1");
      const watching = new Watching(context, { bucket });
      const begun = await watching.untilCaughtUp();
      await watching.end();
      assert.deepEqual(
        begun.map(({ bucketId }) => bucketId !== ""),
        begun.map((_, at) => at === 0),
      );
      const bucketId = begun[0]!.bucketId;
      const further = { bucket, afterRevision: 1, bucketId };
      await put(bucket, "b", "2");
      const again = new Watching(context, further);
      assert.deepEqual(told(await again.changes(1)), ["2 put b 2"]);
      await again.end();
      await kv.deleteBucket({ bucket });
      await expectRefusal(new Watching(context, further).next(), "bucket_not_found", { bucket });
      await kv.createBucket({ bucket });
      for (const key of ["c", "d", "e"]) await put(bucket, key, "3");
      await expectRefusal(new Watching(context, further).next(), "bucket_not_found", { bucket });
    },
  },
  {
    name: "a watch ends with its signal's reason, and when the fabric is closed",
    async run({ kv, fabric, bucket: create }) {
      const bucket = await create();
      const aborting = new AbortController();
      const begin = (signal?: AbortSignal) => kv.watch({ bucket }, { signal })[Symbol.asyncIterator]();
      const [one, two] = [begin(aborting.signal), begin()];
      await take(one, ({ caughtUp }) => caughtUp);
      await take(two, ({ caughtUp }) => caughtUp);
      const reason = new Error("enough");
      const first = expectRejection(one.next(), reason);
      aborting.abort(reason);
      await first;
      const second = expectRefusal(two.next(), "closed");
      await fabric.close();
      await second;
    },
  },
  {
    name: "a watcher that does not ask for more is given each key's last value when it does",
    async run(context) {
      const { bucket: create, put } = context;
      const bucket = await create();
      const watching = new Watching(context, { bucket });
      await watching.untilCaughtUp();
      for (const value of numbered(100)) await put(bucket, "a", value);
      await put(bucket, "b", "end");
      let last: Change | undefined;
      for (let key = ""; key !== "b"; ) {
        const changes = await watching.changes(1);
        last = changes.findLast((change) => change.key === "a") ?? last;
        key = changes.at(-1)!.key;
      }
      assert.equal(text(last?.value), "99");
      await watching.end();
    },
  },
  {
    name: "fields of a watch that contradict each other are refused",
    async run(context) {
      const bucket = await context.bucket();
      const wrong: readonly [WatchRequestInit, string][] = [
        [{ afterRevision: 0, onlyNew: true }, "only_new"],
        [{ afterKey: "a" }, "after_key"],
        [{ afterRevision: -1 }, "after_revision"],
        [{ maxBytes: 8_388_609 }, "max_bytes"],
        [{ prefix: "a\ud800" }, "prefix"],
      ];
      for (const [request, field] of wrong) {
        await expectRefusal(new Watching(context, { bucket, ...request }).next(), "field_invalid", { field });
      }
    },
  },
];

export const kvWatchCases: readonly ConformanceCase[] = [...beginning, ...consistent, ...resuming, ...ending];
