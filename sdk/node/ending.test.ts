import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import { Mesh } from "./mesh.ts";

test("a worker or a consumer that ends because of an error, of which nobody has asked to hear, is told as a warning", async (t) => {
  const warnings: { readonly message: string; readonly code: unknown }[] = [];
  const note = ({ message, name, ...warning }: Error & { readonly code?: string }): void => {
    if (name === "FlowMeshWarning") warnings.push({ message, code: warning.code });
  };
  process.on("warning", note);
  t.after(() => process.off("warning", note));
  const mesh = new Mesh(new ModelFabric());
  mesh.worker("typo", () => undefined);
  mesh.consume("typo", { group: "billing" }, () => undefined);
  const watched = mesh.worker("watched", () => undefined);
  await assert.rejects(watched.ended, { reason: "queue_not_found" });
  while (warnings.length < 2) await new Promise((resolve) => setImmediate(resolve));
  const [worker, consumer] = warnings.toSorted((a, b) => b.message.localeCompare(a.message));
  assert.match(worker!.message, /^the worker of queue "typo" has ended: .*typo/);
  assert.equal(worker!.code, "queue_not_found");
  assert.match(consumer!.message, /^the consumer of stream "typo" has ended: .*typo/);
  assert.equal(consumer!.code, "stream_not_found");
});
