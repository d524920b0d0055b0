import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeBatch } from "@flowmesh/fabric";
import { newWorld, openWorld } from "../testing/engine-world.ts";

test("a batch that is sent behind a commit of several operations does not overtake it", async () => {
  const engine = await openWorld(newWorld());
  await engine.streams.createStream({ stream: "a" });
  const append = { stream: "a", partition: 0, batch: encodeBatch([{ timestampMs: 1 }]) };
  const [commit, behind] = await Promise.all([
    engine.commit({ operations: [{ append }, { append }] }),
    engine.streams.append(append),
  ]);
  assert.ok(commit.position < behind.position);
  assert.equal(behind.offset, 2);
  await engine.close();
});
