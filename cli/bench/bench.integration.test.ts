import assert from "node:assert/strict";
import { after, test } from "node:test";
import { finished, flowmesh, ServerProcess, spawnFlowMesh, temporaryFolder } from "../testing/flowmesh-process.ts";
import type { BenchResult } from "./bench-result.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
await ServerProcess.start(scope, cwd, ["dev", "--mem"]);

async function streams(): Promise<string> {
  return (await flowmesh(["stream", "ls", "-o", "name"], { cwd })).stdout;
}

const benches: readonly (readonly [words: readonly string[], settings: Readonly<Record<string, string | number>>])[] = [
  [
    ["pub", "--duration", "50ms", "--size", "1KiB", "--in-flight", "16", "--batch", "4", "--durability", "memory"],
    { durability: "memory", partitions: 1, size: 1024, inFlight: 16, batch: 4 },
  ],
  [
    ["read", "--duration", "50ms", "--records", "500", "--size", "10", "--partitions", "2"],
    { durability: "always", partitions: 2, size: 10, records: 500 },
  ],
  [
    ["jobs", "--duration", "50ms", "--size", "10", "--in-flight", "2", "--batch", "5"],
    { durability: "always", partitions: 1, size: 10, inFlight: 2, batch: 5 },
  ],
  [["rpc", "--duration", "50ms", "--in-flight", "4"], { durability: "always", partitions: 1, inFlight: 4 }],
];

test("each benchmark tells its figures beside the settings, and removes its stream and its queue", async () => {
  for (const [words, settings] of benches) {
    const { code, stdout, stderr } = await flowmesh(["bench", ...words, "--json"], { cwd });
    assert.deepEqual([code, stderr], [0, ""], words[0]);
    const result: BenchResult = JSON.parse(stdout);
    assert.deepEqual(result.settings, settings);
    assert.ok(result.operations > 0 && result.perSecond > 0 && result.seconds > 0, stdout);
    assert.equal(result.errors, 0);
    const { p50, p95, p99, p999, max } = result.latencyMs;
    assert.deepEqual(
      [p50, p95, p99, p999, max],
      [p50, p95, p99, p999, max].sort((a, b) => a - b),
    );
    assert.ok(max > 0 && result.server!.residentBytes > 0);
  }
  assert.equal(await streams(), "");
  assert.equal((await flowmesh(["queue", "ls", "-o", "name"], { cwd })).stdout, "");
});

test("people are shown rates and latencies with their units", async () => {
  const { stdout } = await flowmesh(["bench", "rpc", "--duration", "20ms", "-o", "table"], { cwd });
  assert.match(stdout, /^THROUGHPUT +[\d,]+ calls\/s$/m);
  assert.match(stdout, /^LATENCY +p50 [\d.]+ ms, .* \(GetStream over frames\)$/m);
  assert.match(stdout, /^PROCESSORS +client \d+ %, server \d+ %, /m);
});

test("Ctrl-C ends a benchmark early with what it has, and removes its stream too", async (t) => {
  const child = spawnFlowMesh(["bench", "rpc", "--duration", "1h", "--json"], { cwd });
  t.after(() => void child.kill("SIGKILL"));
  const ended = finished(child);
  while (!(await streams()).includes("bench-")) assert.equal(child.exitCode, null);
  child.kill("SIGINT");
  const { code, stdout, stderr } = await ended;
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).what, "rpc");
  assert.match(stderr, /^cut short; bench-[0-9a-f]+ was removed\n$/);
  assert.equal(await streams(), "");
});

test("of a server that is gone a benchmark that is ended early does not wait for long, and names the stream that is left", async (t) => {
  const own = await ServerProcess.start(t, temporaryFolder(t), ["dev", "--mem"]);
  const url = own.ready.url;
  const child = spawnFlowMesh(["bench", "rpc", "--duration", "1h", "--url", url], { cwd });
  t.after(() => void child.kill("SIGKILL"));
  const ended = finished(child);
  const names = async (): Promise<string> =>
    (await flowmesh(["stream", "ls", "--url", url, "-o", "name"], { cwd })).stdout;
  while (!(await names()).includes("bench-")) assert.equal(child.exitCode, null);
  await own.end("SIGKILL");
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  assert.equal(code, 5, stderr);
  assert.match(
    stderr,
    /^bench-[0-9a-f]+ is left over; \S*flowmesh stream rm bench-[0-9a-f]+ --yes removes it\nerror: /m,
  );
});
