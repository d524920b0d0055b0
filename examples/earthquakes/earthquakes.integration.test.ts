import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { connect } from "@flowmesh/client";
import { startOwnFlowMesh } from "./own-flowmesh.ts";

function runExample(url: string): { status: number | null; output: string } {
  const script = fileURLToPath(new URL("main.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    env: { ...process.env, FLOWMESH_URL: url },
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

test("the example publishes all events to a real process, and a second run finds them", async () => {
  const own = await startOwnFlowMesh();
  try {
    const first = runExample(own.url);
    assert.equal(first.status, 0, first.output);
    assert.match(first.output, /Published 1707 events/);
    assert.match(first.output, /Read 1033 events/);
    assert.match(first.output, /All figures agree/);
    const second = runExample(own.url);
    assert.equal(second.status, 0, second.output);
    assert.match(second.output, /holds the 1707 events of an earlier run/);
    assert.match(second.output, /All figures agree/);
  } finally {
    await own.stop();
  }
});

test("the example does not mix its events with other records", async () => {
  const own = await startOwnFlowMesh();
  try {
    const mesh = await connect(own.url);
    await mesh.streams.create("earthquakes");
    await mesh.publish("earthquakes", "something else");
    await mesh.close();
    const { status, output } = runExample(own.url);
    assert.equal(status, 1);
    assert.match(output, /holds 1 other records/);
  } finally {
    await own.stop();
  }
});

test("without a FlowMesh the example says how to start one", () => {
  const { status, output } = runExample("flowmesh://127.0.0.1:1");
  assert.equal(status, 1);
  assert.match(output, /\.\/flowmesh dev/);
});
