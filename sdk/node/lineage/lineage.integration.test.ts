import assert from "node:assert/strict";
import { test } from "node:test";
import { type LineageNode, Mesh } from "../index.ts";
import { RemoteFabric } from "../remote/remote-fabric.ts";
import { ServerProcess } from "../testing/server-process.ts";

function treeOf(nodes: readonly LineageNode[]): string[] {
  return nodes.map(({ id, depth, presence }) => `${"  ".repeat(depth)}${id}${presence === "gone" ? " gone" : ""}`);
}

/** Whoever handles an order counts it and enqueues an e-mail; whoever handles the e-mail publishes that it was sent, and counts that. */
async function handleOneOrder(mesh: Mesh): Promise<void> {
  await using consumer = mesh.consume("orders", { group: "billing" }, async (_message, { commit }) => {
    await commit((tx) => {
      tx.put("totals", "alice", "12");
      tx.enqueue("emails", { to: "alice" });
    });
  });
  await using worker = mesh.worker("emails", async (_job, { commit }) => {
    await commit((tx) => {
      tx.publish("mails", { to: "alice" });
      tx.increment("totals", "sent");
    });
  });
  await mesh.commit((tx) => {
    tx.belongsTo("order-1");
    tx.publish("orders", { from: "alice" });
  });
  for await (const _ of mesh.read("mails", { live: true })) break;
  assert.ok(consumer.memberId !== "" && worker !== undefined);
}

/** Writes until the segments written so far have been given back. */
async function collect(mesh: Mesh): Promise<void> {
  const upTo = (await mesh.status()).log?.lastSegment ?? 0;
  const value = Buffer.alloc(8_000);
  while (((await mesh.status()).log?.firstSegment ?? 0) <= upTo)
    await mesh.publishMany("filler", [{ value }, { value }]);
}

test("one order in: all that came of it is one tree from any of its members, through kill -9 and the collection of what it was written in", async (t) => {
  const server = await ServerProcess.start("64KiB");
  t.after(() => server.remove());
  const mesh = new Mesh(new RemoteFabric(server.address));
  t.after(() => mesh.close());
  await mesh.streams.create("orders");
  await mesh.streams.create("mails");
  await mesh.streams.create("filler", { retentionBytes: 1 });
  await mesh.buckets.create("totals");
  await mesh.queues.create("emails", { keepDone: { count: 0 } });
  await handleOneOrder(mesh);
  const members = ["order-1", "orders/0@0", "totals/alice", "emails#0", "mails/0@0", "totals/sent"];
  const tree = [
    "correlation:order-1",
    "  orders/0@0",
    "    totals/alice@1",
    "    emails#0 gone",
    "      mails/0@0",
    "      totals/sent@2",
  ];
  for (const id of members) assert.deepEqual(treeOf((await mesh.where(id)).nodes), tree, id);
  const { nodes } = await mesh.where("orders/0@0");
  assert.deepEqual([...new Set(nodes.map(({ kind }) => kind))], ["correlation", "record", "entry", "job"]);
  assert.deepEqual(nodes[1]?.groups, [{ group: "billing", state: "done", memberId: "" }]);

  await server.end("SIGKILL");
  await server.startAgain();
  for (const id of members) assert.deepEqual(treeOf((await mesh.where(id)).nodes), tree, `${id} after a kill`);

  await mesh.streams.update("orders", { retentionMs: 1 });
  await mesh.streams.update("mails", { retentionMs: 1 });
  await collect(mesh);
  const left = tree.map((line) => (/^ +(orders|mails)/.test(line) ? `${line} gone` : line));
  for (const id of members) assert.deepEqual(treeOf((await mesh.where(id)).nodes), left, `${id} after the collection`);

  await server.end("SIGKILL");
  await server.startAgain();
  assert.deepEqual(treeOf((await mesh.where("totals/sent")).nodes), left);
});
