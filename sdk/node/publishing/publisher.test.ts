import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { AppendRequestInit } from "@flowmesh/contract";
import { BatchReader, FlowMeshError, readBatchHeader } from "@flowmesh/fabric";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import type { Timer } from "@flowmesh/fabric/internal";
import { Mesh } from "../mesh.ts";
import { type Fate, UnreliableFabric } from "../testing/unreliable-fabric.ts";
import type { ClientWorld } from "../world/client-world.ts";
import { systemWorld } from "../world/system-world.ts";
import type { PublishRecord } from "./outgoing-record.ts";
import type { PublisherOptions } from "./publisher.ts";

interface Fixture {
  readonly mesh: Mesh;
  readonly fabric: UnreliableFabric;
}

async function withMesh(
  run: (fixture: Fixture) => Promise<void>,
  options: PublisherOptions & { partitions?: number; dedupeWindowMs?: number; fateOf?: () => Fate } = {},
): Promise<void> {
  const { partitions, dedupeWindowMs, fateOf = () => "written", ...publisher } = options;
  const fabric = new UnreliableFabric(fateOf);
  await fabric.streams.createStream({ stream: "s", partitions, settings: { dedupeWindowMs } });
  const mesh = new Mesh(fabric, publisher);
  try {
    await run({ mesh, fabric });
  } finally {
    await mesh.close();
  }
}

function textsOf({ batch }: AppendRequestInit): string[] {
  const reader = new BatchReader(batch!);
  const texts: string[] = [];
  while (reader.next()) texts.push(Buffer.from(reader.value!).toString());
  return texts;
}

async function all(mesh: Mesh): Promise<string[]> {
  const texts: string[] = [];
  for await (const message of mesh.read("s")) texts.push(message.text());
  return texts;
}

test("what is published in one turn travels together, in order", () =>
  withMesh(async ({ mesh, fabric }) => {
    const results = await Promise.all(["a", "b", "c"].map((text) => mesh.publish("s", text)));
    assert.deepEqual(fabric.appends.map(textsOf), [["a", "b", "c"]]);
    assert.deepEqual(
      results.map(({ offset }) => offset),
      [0, 1, 2],
    );
  }));

test("a batch is sent when it is full", () =>
  withMesh(
    async ({ mesh, fabric }) => {
      await Promise.all(["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"].map((text) => mesh.publish("s", text)));
      assert.deepEqual(
        fabric.appends.map((append) => textsOf(append).length),
        [2, 1],
      );
    },
    { batchBytes: 100 },
  ));

test("without batching each record is a call of its own, with the next sequence", () =>
  withMesh(
    async ({ mesh, fabric }) => {
      await Promise.all(["a", "b", "c"].map((text) => mesh.publish("s", text)));
      assert.deepEqual(
        fabric.appends.map(({ batch }) => readBatchHeader(batch!).baseSequence),
        [0, 1, 2],
      );
    },
    { batching: false },
  ));

test("with linger a batch waits for more", async () => {
  await withMesh(
    async ({ mesh, fabric }) => {
      await mesh.publish("s", "first");
      mock.timers.enable({ apis: ["setTimeout"] });
      try {
        const publishing = [mesh.publish("s", "a")];
        await new Promise((resolve) => setImmediate(resolve));
        publishing.push(mesh.publish("s", "b"));
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(fabric.appends.length, 1);
        // `performance.now` is not mocked, so the linger is counted from both.
        while (fabric.appends.length === 1) {
          mock.timers.tick(5);
          await new Promise((resolve) => setImmediate(resolve));
        }
        await Promise.all(publishing);
        assert.deepEqual(textsOf(fabric.appends[1]!), ["a", "b"]);
      } finally {
        mock.timers.reset();
      }
    },
    { lingerMs: 5 },
  );
});

test("records of one key go to one partition, those without a key batch by batch to each in turn", () =>
  withMesh(
    async ({ mesh }) => {
      const keyed = await Promise.all(["1", "2", "3"].map((text) => mesh.publish("s", text, { key: "k" })));
      assert.equal(new Set(keyed.map(({ partition }) => partition)).size, 1);
      const plain: number[] = [];
      for (let turn = 0; turn < 4; turn += 1) plain.push((await mesh.publish("s", "x")).partition);
      assert.equal(new Set(plain).size, 4);
    },
    { partitions: 4 },
  ));

test("values are bytes, text, JSON or nothing", () =>
  withMesh(async ({ mesh }) => {
    const values = [Buffer.from([1, 2]), new Uint16Array([3]), new ArrayBuffer(1), "text", { a: [1] }, 7, true, null];
    await mesh.publishMany(
      "s",
      values.map((value) => ({ value })),
    );
    const found: (number[] | undefined)[] = [];
    for await (const { value } of mesh.read("s")) found.push(value === undefined ? undefined : [...value]);
    const bytes = (text: string) => [...Buffer.from(text)];
    assert.deepEqual(found, [
      [1, 2],
      [3, 0],
      [0],
      bytes("text"),
      bytes('{"a":[1]}'),
      bytes("7"),
      bytes("true"),
      undefined,
    ]);
  }));

test("what cannot be a record is refused, and nothing is sent", () =>
  withMesh(async ({ mesh, fabric }) => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const bad: [PublishRecord, string, object][] = [
      [{ value: "x", kye: "k" } as never, "field_unknown", { field: `"kye"` }],
      [{ value: undefined as never }, "field_invalid", { field: "value" }],
      [{ value: circular }, "field_invalid", { field: "value" }],
      [{ value: (() => 1) as never }, "field_invalid", { field: "value" }],
      [{ value: "x", key: 5 as never }, "field_invalid", { field: "key" }],
      [{ value: "x", headers: { h: 5 as never } }, "field_invalid", { field: "headers.h" }],
      [{ value: "x", timestamp: new Date("x") }, "field_invalid", { field: "timestamp" }],
      [{ value: "x", timestamp: "2026-11-03T14:00:00Z" as never }, "field_invalid", { field: "timestamp" }],
      [{ value: "x", timestamp: 1.5 }, "field_invalid", { field: "timestamp" }],
      [{ value: "x", partition: -1 }, "field_invalid", { field: "partition" }],
      [{ value: "x", expectedOffset: 0.5 }, "field_invalid", { field: "expectedOffset" }],
      [{ value: "x", dedupeId: "" }, "field_invalid", { field: "dedupeId" }],
      [{ value: "x", dedupeId: "x".repeat(256) }, "field_invalid", { field: "dedupeId" }],
      [{ value: Buffer.alloc(8_388_609) }, "record_too_large", { part: "value", index: 1 }],
      [{ value: "x", key: Buffer.alloc(4097) }, "record_too_large", { part: "key", index: 1 }],
      [{ value: "x", headers: { h: "x".repeat(4096) } }, "record_too_large", { part: "header", index: 1 }],
      [
        { value: "x", headers: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`h${n}`, ""])) },
        "record_too_large",
        { part: "headers", index: 1 },
      ],
    ];
    for (const [record, reason, details] of bad) {
      await assert.rejects(mesh.publishMany("s", [{ value: "fine" }, record]), (error: FlowMeshError) => {
        assert.equal(error.reason, reason);
        for (const [name, value] of Object.entries(details))
          assert.equal(error.details[name], value, `${reason}.${name}`);
        return true;
      });
    }
    assert.equal(fabric.appends.length, 0);
  }));

test("who may publish to no stream is told of the one that was to be published to", () =>
  withMesh(async ({ mesh, fabric }) => {
    const details = { identity: "reader", permission: "streams:publish", resource: "*" };
    fabric.streams.openProducer = () => Promise.reject(new FlowMeshError("permission_missing", details));
    await assert.rejects(mesh.publish("s", "x"), {
      reason: "permission_missing",
      message: "reader has no permission streams:publish on s",
      fix: /--on 's'/,
    });
  }));

test("a partition that is not there refuses only its own record", () =>
  withMesh(async ({ mesh }) => {
    const publishing = [mesh.publish("s", "a"), mesh.publish("s", "b", { partition: 5 }), mesh.publish("s", "c")];
    const outcomes = await Promise.allSettled(publishing);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
    await assert.rejects(publishing[1]!, { reason: "partition_not_found" });
  }));

test("a stream that was made again with fewer partitions takes all but what names one that is not there", async () => {
  const mesh = new Mesh(new ModelFabric());
  const names = Array.from({ length: 12 }, (_, number) => `k${number}`);
  const publishAll = (): Promise<unknown>[] => [
    ...names.map((key) => mesh.publish("t", key, { key })),
    ...names.map((text) => mesh.publish("t", text)),
  ];
  await mesh.streams.create("t", { partitions: 3 });
  await Promise.all(publishAll());
  await mesh.streams.delete("t");
  await mesh.streams.create("t", { partitions: 1 });
  const named = mesh.publish("t", "named", { partition: 2 });
  await Promise.all([...publishAll(), assert.rejects(named, { reason: "partition_not_found" })]);
  const { partitions } = await mesh.streams.get("t");
  assert.deepEqual(
    partitions.map(({ nextOffset }) => nextOffset),
    [2 * names.length],
  );
  await mesh.close();
});

test("an unknown stream refuses its records, and takes them once it is there", () =>
  withMesh(async ({ mesh }) => {
    const refused = ["a", "b"].map((text) => assert.rejects(mesh.publish("t", text), { reason: "stream_not_found" }));
    await Promise.all(refused);
    await mesh.streams.create("t");
    assert.equal((await mesh.publish("t", "c")).offset, 0);
  }));

test("a stream that was deleted and made again takes new records from its beginning", () =>
  withMesh(async ({ mesh, fabric }) => {
    await mesh.publishMany("s", [{ value: "a" }, { value: "b" }]);
    await fabric.model.streams.deleteStream({ stream: "s" });
    await assert.rejects(mesh.publish("s", "c"), { reason: "stream_not_found" });
    await fabric.model.streams.createStream({ stream: "s" });
    await mesh.publishMany("s", [{ value: "d" }, { value: "e" }]);
    assert.deepEqual(await all(mesh), ["d", "e"]);
  }));

test("of streams beyond ten thousand the idle ones are forgotten, and publishing to them goes on in order", async () => {
  const fabric = new ModelFabric();
  const mesh = new Mesh(fabric);
  const getStream = fabric.streams.getStream.bind(fabric.streams);
  let asked = 0;
  fabric.streams.getStream = (request, options) => {
    if (request.stream === "s0") asked += 1;
    return getStream(request, options);
  };
  for (let number = 0; number <= 10_000; number++) {
    await fabric.streams.createStream({ stream: `s${number}` });
    await mesh.publish(`s${number}`, "a");
    if (number % 1000 === 999) await mesh.publish("s0", number);
  }
  assert.equal(asked, 1);
  await mesh.publishMany("s0", [{ value: "b" }, { value: "c" }]);
  assert.equal(asked, 2);
  const { stream } = await fabric.streams.getStream({ stream: "s0" });
  assert.deepEqual(
    stream?.partitions.map(({ nextOffset }) => nextOffset),
    [13],
  );
  await mesh.close();
});

test("an expected offset is kept or refused, and what follows goes on", () =>
  withMesh(async ({ mesh, fabric }) => {
    const before = mesh.publish("s", "a");
    const kept = mesh.publish("s", "b", { expectedOffset: 1 });
    const refused = mesh.publish("s", "x", { expectedOffset: 7 });
    const after = mesh.publish("s", "c");
    await assert.rejects(refused, { reason: "expected_offset_mismatch" });
    const offsets = (await Promise.all([before, kept, after])).map(({ offset }) => offset);
    assert.deepEqual(offsets, [0, 1, 2]);
    const producers = new Set(fabric.appends.map(({ batch }) => readBatchHeader(batch!).producerId));
    assert.equal(producers.size, 1, "a missed expectation costs no new producer");
  }));

test("an expected offset without a partition needs a stream of one", () =>
  withMesh(
    async ({ mesh }) => {
      await assert.rejects(mesh.publish("s", "a", { expectedOffset: 0 }), { reason: "field_invalid" });
      const { partition } = await mesh.publish("s", "a", { expectedOffset: 0, key: "k" });
      assert.equal((await mesh.publish("s", "b", { expectedOffset: 1, partition })).offset, 1);
    },
    { partitions: 2 },
  ));

test("a dedupe id that was seen is not written again, and order is kept around it", () =>
  withMesh(async ({ mesh, fabric }) => {
    const publishing = [
      mesh.publish("s", "a"),
      mesh.publish("s", "b", { dedupeId: "1" }),
      mesh.publish("s", "c", { dedupeId: "2" }),
      mesh.publish("s", "b again", { dedupeId: "1" }),
      mesh.publish("s", "d"),
    ];
    const results = await Promise.all(publishing);
    assert.deepEqual(
      results.map(({ offset, duplicate }) => [offset, duplicate]),
      [
        [0, false],
        [1, false],
        [2, false],
        [1, true],
        [3, false],
      ],
    );
    assert.deepEqual(await all(mesh), ["a", "b", "c", "d"]);
    assert.equal(fabric.appends.length, 2);
  }));

test("where a stream remembers no dedupe ids, records with one are sent with sequences", () =>
  withMesh(
    async ({ mesh, fabric }) => {
      await mesh.publishMany("s", [
        { value: "a", dedupeId: "1" },
        { value: "b", dedupeId: "1" },
      ]);
      assert.deepEqual(await all(mesh), ["a", "b"]);
      assert.ok(readBatchHeader(fabric.appends[0]!.batch!).producerId >= 0);
    },
    { dedupeWindowMs: 0 },
  ));

test("publishMany tells which records failed, and writes the others", () =>
  withMesh(async ({ mesh }) => {
    const publishing = mesh.publishMany("s", [
      { value: "a" },
      { value: "b", partition: 3 },
      { value: "c" },
      { value: "d", partition: 4 },
    ]);
    await assert.rejects(publishing, (error: FlowMeshError) => {
      assert.deepEqual([error.reason, error.details.failed, error.details.written], ["partition_not_found", [1, 3], 2]);
      return true;
    });
    assert.deepEqual(await all(mesh), ["a", "c"]);
    assert.deepEqual(await mesh.publishMany("s", []), []);
  }));

test("a refused batch fails alone; those behind it are written, in order", () => {
  const fates: Fate[] = ["written", "refused"];
  return withMesh(
    async ({ mesh }) => {
      await mesh.publish("s", "first");
      const outcomes = await Promise.allSettled(["a", "b", "c"].map((text) => mesh.publish("s", text)));
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ["rejected", "fulfilled", "fulfilled"],
      );
      assert.deepEqual(await all(mesh), ["first", "b", "c"]);
    },
    { batching: false, fateOf: () => fates.shift() ?? "written" },
  );
});

test("a producer that the server does not know is opened again, and nothing is lost or out of order", () => {
  const fates: Fate[] = ["written", "unknown", "unknown", "unknown"];
  return withMesh(
    async ({ mesh, fabric }) => {
      await mesh.publish("s", "first");
      await Promise.all(["a", "b", "c"].map((text) => mesh.publish("s", text)));
      assert.deepEqual(await all(mesh), ["first", "a", "b", "c"]);
      const producers = new Set(fabric.appends.map(({ batch }) => readBatchHeader(batch!).producerId));
      assert.equal(producers.size, 2);
    },
    { batching: false, fateOf: () => fates.shift() ?? "written" },
  );
});

test("what passes is tried again until it is written", () => {
  const fates: Fate[] = ["overloaded", "unanswered", "lost"];
  return withMesh(
    async ({ mesh, fabric }) => {
      assert.equal((await mesh.publish("s", "a")).offset, 0);
      assert.deepEqual(await all(mesh), ["a"]);
      assert.equal(fabric.appends.length, 4, "the second attempt was written, the fourth found it there");
    },
    { fateOf: () => fates.shift() ?? "written" },
  );
});

test("what does not pass is given up after publishTimeoutMs", () =>
  withMesh(
    async ({ mesh, fabric }) => {
      await assert.rejects(mesh.publish("s", "a"), { reason: "overloaded" });
      assert.ok(fabric.appends.length > 1);
    },
    { publishTimeoutMs: 100, fateOf: () => "overloaded" },
  ));

test("no attempt is made when the time is over, and the last one's error is told", async () => {
  const fabric = new UnreliableFabric(() => "overloaded");
  await fabric.streams.createStream({ stream: "s" });
  const left: number[] = [];
  const { append } = fabric.streams;
  fabric.streams.append = (request, options) => {
    left.push(options?.timeoutMs ?? 0);
    return append(request, options);
  };
  const mesh = new Mesh(fabric, { publishTimeoutMs: 1000 }, longPauses());
  await assert.rejects(mesh.publish("s", "a"), { reason: "overloaded" });
  assert.deepEqual(left, [1000, 950, 850, 650, 250]);
  await mesh.close();
});

/** A world whose pauses are as long as they may be, and whose time goes on by them alone. */
function longPauses(): ClientWorld {
  let nowMs = 0;
  const after = (delayMs: number, callback: () => void): Timer => {
    const waiting = setImmediate(() => {
      nowMs += delayMs;
      callback();
    });
    return { cancel: () => clearImmediate(waiting) };
  };
  const clock = { monotonicMs: () => nowMs, wallMs: () => nowMs, after, soon: setImmediate };
  const { random } = systemWorld;
  return { clock, random: { fill: (target) => random.fill(target), integer: (below) => below - 1 } };
}

test("publishing waits while its memory is full, and is refused when as much again waits", () =>
  withMesh(
    async ({ mesh, fabric }) => {
      const publishing = Array.from({ length: 8 }, () => mesh.publish("s", "x".repeat(100)));
      const outcomes = await Promise.allSettled(publishing);
      const refused = outcomes.filter(({ status }) => status === "rejected");
      assert.deepEqual([outcomes.length - refused.length, refused.length], [7, 1]);
      await assert.rejects(publishing[7]!, { reason: "buffer_full", retryable: true });
      assert.deepEqual(
        fabric.appends.map((append) => textsOf(append).length),
        [3, 3, 1],
      );
      await mesh.publish("s", "there is room again");
    },
    { bufferBytes: 400 },
  ));

test("records above the default limit travel alone, so that a server that refuses one refuses only it", () =>
  withMesh(
    async ({ mesh, fabric }) => {
      const publishing = [mesh.publish("s", "a"), mesh.publish("s", Buffer.alloc(1_100_000)), mesh.publish("s", "b")];
      const outcomes = await Promise.allSettled(publishing);
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ["fulfilled", "rejected", "fulfilled"],
      );
      assert.equal(fabric.appends.length > 2, true);
      assert.deepEqual(await all(mesh), ["a", "b"]);
    },
    { batchBytes: 4_000_000 },
  ));

test("close waits for what was published, and refuses what comes after", () =>
  withMesh(async ({ mesh, fabric }) => {
    const publishing = mesh.publish("s", "a");
    const closing = [mesh.close(), mesh.close()];
    await assert.rejects(mesh.publish("s", "b"), { reason: "closed" });
    assert.equal((await publishing).offset, 0);
    await Promise.all(closing);
    assert.equal(fabric.appends.length, 1);
  }));

test("flush resolves when all is told", () =>
  withMesh(async ({ mesh }) => {
    await mesh.flush();
    const told: string[] = [];
    mesh.publish("s", "a").then(
      () => told.push("a"),
      () => {},
    );
    mesh.publish("nowhere", "b").catch(() => told.push("b"));
    await mesh.flush();
    assert.deepEqual(told.sort(), ["a", "b"]);
  }));

test("options out of their bounds are refused", () => {
  for (const options of [
    { lingerMs: -1 },
    { batchBytes: 0 },
    { maxInFlight: 256 },
    { bufferBytes: 0.5 },
    { publishTimeoutMs: 0 },
  ]) {
    assert.throws(() => new Mesh(new UnreliableFabric(() => "written"), options), { reason: "configuration_invalid" });
  }
});
