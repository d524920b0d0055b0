import assert from "node:assert/strict";
import { after, test } from "node:test";
import { connect } from "@flowmesh/client";
import { flowmesh, ServerProcess, temporaryFolder } from "../testing/flowmesh-process.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
const server = await ServerProcess.start(scope, cwd, ["dev", "--mem"]);
const mesh = await connect({ url: server.ready.url });
after(() => mesh.close());
const put = { put: { bucket: "states", key: "order-7", value: "paid" } };
const enqueue = { enqueue: { queue: "mails", jobs: [{ value: { to: "ann" } }] } };

test("commit writes all that it is given or nothing, once for each idempotency key", async () => {
  await mesh.buckets.create("states");
  const refused = await flowmesh(["commit"], { cwd, input: JSON.stringify([put, enqueue]) });
  assert.deepEqual([refused.code, await mesh.kv("states").get("order-7")], [3, undefined]);
  await mesh.queues.create("mails");
  const input = JSON.stringify({ operations: [put, enqueue], correlation: "order-7" });
  const words = ["commit", "-", "--idempotency-key", "order-7", "--json"];
  const [first, second] = [await flowmesh(words, { cwd, input }), await flowmesh(words, { cwd, input })];
  assert.equal(first.code, 0, first.stderr);
  assert.equal(second.stdout, first.stdout);
  assert.equal((await mesh.queues.get("mails")).counts?.waiting, 1);
  assert.equal((await mesh.where("order-7")).nodes.length, 3);
});

test("commit says what of its input cannot be read", async () => {
  const { code, stderr } = await flowmesh(["commit"], { cwd, input: '[{"pub":1}]' });
  assert.equal(code, 2);
  assert.match(stderr, /JSON of standard input .*operations\[0\]\.pub is no field/);
});
