import assert from "node:assert/strict";
import { test } from "node:test";
import { lintMetrics } from "../testing/metrics-lint.ts";
import { startedServer } from "../testing/started-server.ts";
import { histogramSamples, Metrics } from "./metrics.ts";

test("a counted call appears in the counter and in the right bucket", async () => {
  const metrics = new Metrics();
  const meter = metrics.callMeter("flowmesh.v1.StreamsService/Append", "frames");
  meter.record("ok", 0.2);
  meter.record("ok", 3);
  meter.record("stream_not_found", 20_000);
  meter.record("cancelled", 1);

  const text = await metrics.text();
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

test("a method that nobody has called is counted with 0, and has no durations", async () => {
  const metrics = new Metrics();
  metrics.callMeter("flowmesh.v1.KvService/Get", "http");
  const text = await metrics.text();
  const labels = 'rpc_method="flowmesh.v1.KvService/Get",face="http"';
  assert.ok(text.includes(`flowmesh_rpc_server_calls_total{${labels},code="ok",error_type=""} 0`), text);
  assert.ok(!text.includes(`flowmesh_rpc_server_call_duration_seconds_bucket{${labels}`), text);
});

test("open connections are those that were opened and not yet closed", async () => {
  const metrics = new Metrics();
  metrics.frames.opened = 5;
  metrics.frames.closed = 2;
  metrics.http.bytesSent = 17;
  const text = await metrics.text();
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

test("all that a server counts is valid in Prometheus' text format, whatever was called", async (t) => {
  const server = await startedServer(t, { processMetrics: true });
  const ask = (path: string, body?: string): Promise<Response> =>
    fetch(server.httpUrl + path, body === undefined ? {} : { method: "POST", body });
  await ask("/v1/streams/absent");
  await ask('/v1/streams/%22%5C%0A"');
  await ask("/v1/streams", "text");
  await ask("/v1/status");
  const response = await ask("/metrics");
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4; charset=utf-8/);
  assert.deepEqual(lintMetrics(await response.text()), []);
});

test("the process is watched from the first reading on, and what it used before counts", async () => {
  const metrics = new Metrics();
  metrics.collectProcess();
  const used = process.cpuUsage();
  const read = async (): Promise<(name: string) => number> => {
    const text = await metrics.text();
    assert.deepEqual(lintMetrics(text), []);
    return (name) => Number(new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1]);
  };
  const [first] = await Promise.all([read(), read()]);
  for (const [name, microseconds] of Object.entries({
    user_: used.user,
    system_: used.system,
    "": used.user + used.system,
  }))
    assert.ok(first(`process_cpu_${name}seconds_total`) >= microseconds / 1e6, name);
  for (const name of ["min", "mean", "max"]) {
    const lag = first(`nodejs_eventloop_lag_${name}_seconds`);
    assert.ok(lag > 0 && lag < 60, `${name}: ${lag} s`);
  }
  const second = await read();
  assert.ok(second("process_cpu_seconds_total") >= first("process_cpu_seconds_total"));
});

test("labels and help texts are escaped", async () => {
  const metrics = new Metrics();
  const labels = { what: 'a "quote", a \\ and\na line' };
  metrics.register("flowmesh_test_total", "counter", "One line,\nand a \\ more.", () => [{ value: 1, labels }]);
  const text = await metrics.text();
  assert.deepEqual(lintMetrics(text), []);
  assert.ok(text.includes('flowmesh_test_total{what="a \\"quote\\", a \\\\ and\\na line"} 1'), text);
  assert.ok(text.includes("# HELP flowmesh_test_total One line,\\nand a \\\\ more."), text);
});

test("the lint of metrics finds what is wrong", () => {
  const head = "# HELP a_total A.\n# TYPE a_total counter\n";
  const histogram = "# HELP h H.\n# TYPE h histogram\n";
  const wrong: readonly (readonly [text: string, problem: RegExp])[] = [
    [`${head}a_total 1`, /no end/],
    [`${head}a_total{x="1"} 1\na_total{x="1"} 2\n`, /series twice/],
    [`${head}a_total{x="1",y="2"} 1\na_total{y="2",x="1"} 2\n`, /series twice/],
    [`${head}a_total{x="1",x="2"} 1\n`, /label twice/],
    [`${head}a_total{x="a"b"} 1\n`, /cannot be read/],
    [`${head}a_total{x="a\\t"} 1\n`, /cannot be read/],
    [`${head}a_total one\n`, /not a sample/],
    [`${head}a_total -1\n`, /below 0/],
    [`${head}b_total 1\n`, /stands under a_total/],
    ["# TYPE a_total counter\na_total 1\n", /no HELP/],
    [`${head}a_total 1\n${head}`, /several/],
    ["# HELP a A.\n# TYPE a counter\na 1\n", /does not end in _total/],
    [`${histogram}h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`, /shrink/],
    [`${histogram}h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n`, /no bucket \+Inf/],
    [`${histogram}h_bucket{le="+Inf"} 1\nh_count 2\n`, /no sum.*last bucket/s],
  ];
  for (const [text, problem] of wrong) assert.match(lintMetrics(text).join("\n"), problem, text);
});
