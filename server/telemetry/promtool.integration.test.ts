import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { findPromtool } from "../testing/promtool.ts";
import { startedServer } from "../testing/started-server.ts";

test("promtool finds no fault with the metrics of a server at work", async (t) => {
  const promtool = findPromtool();
  if (promtool === undefined) {
    t.skip("promtool is not installed, and Debian's package prometheus cannot be fetched");
    return;
  }
  const server = await startedServer(t, { processMetrics: true, tracing: { url: "http://127.0.0.1:9/v1/traces" } });
  await server.fabric.streams.createStream({ stream: "orders", partitions: 2 });
  await server.fabric.groups.joinGroup({ group: "billing", streams: ["orders"] });
  const body = JSON.stringify({ records: [{ value: 1 }] });
  const headers = { "content-type": "application/json" };
  await fetch(`${server.httpUrl}/v1/streams/orders/records`, { method: "POST", headers, body });
  await fetch(`${server.httpUrl}/v1/streams/absent`);
  const input = await (await fetch(`${server.httpUrl}/metrics`)).text();
  assert.match(input, /flowmesh_group_lag_records\{group="billing"\} 1/);
  const { status, stdout, stderr } = spawnSync(promtool, ["check", "metrics"], { input, encoding: "utf8" });
  assert.equal(`${stdout}${stderr}`, "");
  assert.equal(status, 0);
});
