import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import { Mesh } from "./mesh.ts";

test("what was published is read back", async () => {
  const mesh = new Mesh(new ModelFabric());
  await mesh.streams.create("orders", { partitions: 3 });
  const where = await mesh.publish("orders", { id: 1 }, { key: "a", headers: { h: "x" } });
  const many = await mesh.publishMany("orders", [
    { value: "t", key: "a" },
    { value: null, key: "b" },
  ]);
  console.log(where, many);
  for await (const m of mesh.read("orders")) console.log(m.partition, m.offset, m.text(), m.keyText(), m.header("h"));
  console.log(
    await mesh.commit((tx) => {
      tx.publish("orders", "c1", { key: "a" });
      tx.publish("orders", "c2");
    }),
  );
  await mesh.close();
});
