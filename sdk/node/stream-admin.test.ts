import assert from "node:assert/strict";
import { test } from "node:test";
import { FlowMeshError } from "@flowmesh/fabric";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import { StreamAdmin } from "./stream-admin.ts";
import { allOf } from "./testing/all-of.ts";

function setUp() {
  const fabric = new ModelFabric();
  return { fabric, admin: new StreamAdmin(fabric) };
}

test("a stream has the settings it is created with, and defaults for the rest", async () => {
  const { admin } = setUp();
  const { stream, partitions, settings } = await admin.create("visits", { partitions: 3, retentionMs: 1000 });
  assert.deepEqual([stream, partitions.length], ["visits", 3]);
  assert.deepEqual(settings, { retentionMs: 1000, retentionBytes: 0, dedupeWindowMs: 120_000 });
  assert.equal((await admin.create("plain")).partitions.length, 1);
  await assert.rejects(admin.create("visits"), { reason: "stream_exists" });
  await assert.rejects(admin.create("no spaces"), { reason: "name_invalid" });
  await assert.rejects(admin.create("many", { partitions: 1025 }), { reason: "settings_invalid" });
});

test("an update changes what is given and leaves the rest", async () => {
  const { admin } = setUp();
  await admin.create("s", { partitions: 2, retentionMs: 1000, retentionBytes: 5000 });
  await admin.update("s", { retentionBytes: 0 });
  const { partitions, settings } = await admin.update("s", { partitions: 4 });
  assert.equal(partitions.length, 4);
  assert.deepEqual([settings?.retentionMs, settings?.retentionBytes], [1000, 0]);
  await assert.rejects(admin.update("s", { partitions: 3 }), { reason: "partitions_shrink" });
  await assert.rejects(admin.update("nowhere", {}), { reason: "stream_not_found" });
});

test("a setting that does not exist is refused by name, with those there are", async () => {
  const { admin } = setUp();
  const misspelled = { partition: 3 } as object;
  const refusal = { reason: "field_unknown", message: /"partition".*create/ };
  await assert.rejects(admin.create("s", misspelled), refusal);
  await assert.rejects(admin.ensure("s", misspelled), { reason: "field_unknown" });
  await admin.create("s", { partitions: undefined });
  await assert.rejects(admin.update("s", misspelled), { reason: "field_unknown" });
});

test("ensure creates what is not there, and leaves what is", async () => {
  const { admin } = setUp();
  assert.equal((await admin.ensure("s", { partitions: 2 })).partitions.length, 2);
  assert.equal((await admin.ensure("s", { partitions: 5 })).partitions.length, 2);
  await assert.rejects(admin.ensure("no spaces"), { reason: "name_invalid" });
});

test("ensure by many at once creates one, which all get", async () => {
  const { admin } = setUp();
  const found = await Promise.all(Array.from({ length: 10 }, () => admin.ensure("s", { partitions: 2 })));
  for (const { stream, partitions } of found) assert.deepEqual([stream, partitions.length], ["s", 2]);
});

test("ensure looks again when nobody knows whether the stream was created", async () => {
  const { fabric, admin } = setUp();
  const create = fabric.streams.createStream.bind(fabric.streams);
  fabric.streams.createStream = async (request) => {
    await create(request);
    throw new FlowMeshError("connection_failed", { address: "the test", problem: "it was cut" });
  };
  assert.equal((await admin.ensure("s")).stream, "s");
});

test("ensure gives up on what does not pass", async () => {
  const { fabric, admin } = setUp();
  let tries = 0;
  fabric.streams.createStream = async () => {
    tries += 1;
    throw new FlowMeshError("connection_failed", { address: "the test", problem: "it was cut" });
  };
  await assert.rejects(admin.ensure("s"), { reason: "connection_failed" });
  assert.ok(tries > 1 && tries < 10);
});

test("a list gives all streams by name, over as many pages as it takes", async () => {
  const { fabric, admin } = setUp();
  for (const name of ["b-2", "a", "b-1", "b-10"]) await admin.create(name);
  const list = fabric.streams.listStreams.bind(fabric.streams);
  let pages = 0;
  fabric.streams.listStreams = (request) => {
    pages += 1;
    return list({ ...request, pageSize: 2 });
  };
  const names = (await allOf(admin.list())).map(({ stream }) => stream);
  assert.deepEqual(names, ["a", "b-1", "b-10", "b-2"]);
  assert.equal(pages, 2);
  assert.deepEqual((await allOf(admin.list({ prefix: "b-1" }))).length, 2);
  assert.deepEqual(await allOf(admin.list({ prefix: "zzz" })), []);
});

test("what is deleted is gone", async () => {
  const { admin } = setUp();
  await admin.create("s");
  await admin.delete("s");
  await assert.rejects(admin.get("s"), { reason: "stream_not_found" });
  await assert.rejects(admin.delete("s"), { reason: "stream_not_found" });
});
