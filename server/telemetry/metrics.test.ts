import assert from "node:assert/strict";
import { test } from "node:test";
import { histogramSamples, Metrics } from "./metrics.ts";

test("a counted call appears in the counter and in the right bucket", async () => {
  const metrics = new Metrics();
  const meter = metrics.callMeter("flowmesh.v1.StreamsService/Append", "frames");
  meter.record("ok", 0.2);
  meter.record("ok", 3);
  meter.record("stream_not_found", 20_000);
  meter.record("cancelled", 1);

  const text = await metrics.registry.metrics();
  const labels = 'rpc_method="flowmesh.v1.StreamsService/Append",face="frames"';
  assert.match(text, /# TYPE flowmesh_rpc_server_call_duration_seconds histogram/);
  assert.ok(text.includes(`flowmesh_rpc_server_calls_total{${labels},code="ok",error_type=""} 2`), text);
  assert.ok(
    text.includes(`flowmesh_rpc_server_calls_total{${labels},code="not_found",error_type="stream_not_found"} 1`),
  );
  assert.ok(text.includes(`flowmesh_rpc_server_calls_total{${labels},code="cancelled",error_type="cancelled"} 1`));
  assert.ok(text.includes(`flowmesh_rpc_server_call_duration_seconds_bucket{${labels},le="0.00025"} 1`));
  assert.ok(text.includes(`flowmesh_rpc_server_call_duration_seconds_bucket{${labels},le="10"} 3`));
  assert.ok(text.includes(`flowmesh_rpc_server_call_duration_seconds_bucket{${labels},le="+Inf"} 4`));
  assert.ok(text.includes(`flowmesh_rpc_server_call_duration_seconds_count{${labels}} 4`));
});

test("open connections are those that were opened and not yet closed", async () => {
  const metrics = new Metrics();
  metrics.frames.opened = 5;
  metrics.frames.closed = 2;
  metrics.http.bytesSent = 17;
  const text = await metrics.registry.metrics();
  assert.ok(text.includes('flowmesh_connections{face="frames"} 3'));
  assert.ok(text.includes('flowmesh_network_io_bytes_total{face="http",network_io_direction="transmit"} 17'));
});

test("a histogram's buckets add up from the lowest to the highest", () => {
  const samples = histogramSamples("x", {}, { bounds: [0.5, 1], counts: [2, 0, 3], sum: 7 });
  assert.deepEqual(
    samples.map(({ metricName, labels, value }) => [metricName, labels?.le, value]),
    [
      ["x_bucket", "0.5", 2],
      ["x_bucket", "1", 2],
      ["x_bucket", "+Inf", 5],
      ["x_sum", undefined, 7],
      ["x_count", undefined, 5],
    ],
  );
});
