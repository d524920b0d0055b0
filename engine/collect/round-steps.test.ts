import assert from "node:assert/strict";
import { test } from "node:test";
import { FlowMeshError } from "@flowmesh/fabric";
import { RoundSteps } from "./round-steps.ts";

const full = (): FlowMeshError => new FlowMeshError("disk_full", { path: "here" });

test("a step that is refused keeps none of the others from being taken, and is told of once until it was taken", async () => {
  const told: unknown[] = [];
  const steps = new RoundSteps((error) => told.push(error));
  const taken: string[] = [];
  let isFull = true;
  const round = async (): Promise<void> => {
    await steps.take("first", async () => {
      if (isFull) throw full();
      taken.push("first");
    });
    await steps.take("second", async () => void taken.push("second"));
    steps.end();
  };
  for (let count = 0; count < 3; count++) await assert.rejects(round(), full());
  assert.deepEqual([taken, told.length], [["second", "second", "second"], 1]);
  isFull = false;
  await round();
  isFull = true;
  await assert.rejects(round(), full());
  assert.equal(told.length, 2);
});

test("what is no refusal ends the round", async () => {
  const steps = new RoundSteps(() => undefined);
  const broken = new Error("broken");
  await assert.rejects(
    steps.take("any", () => Promise.reject(broken)),
    broken,
  );
});
