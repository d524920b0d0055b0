import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { SeededRandom } from "@flowmesh/engine";
import { FramesClient } from "./testing/frames-client.ts";
import { attack, attackBytes, problemOfAnswer } from "./testing/fuzz/attack.ts";
import { fuzzSeed, fuzzTimes } from "./testing/fuzz/fuzz-options.ts";
import { HealthyClient } from "./testing/fuzz/healthy-client.ts";
import { WatchedProcess } from "./testing/fuzz/watched-process.ts";

const inputs = 10_000 * fuzzTimes;
/** How many are sent before the first look at the memory, so that everything has been used once. */
const warmUp = 4_000;
const connectionsAtOnce = 48;
/** The first come on few: a process that has just begun compiles what they meet, and many at once would look like one that stands still. */
const firstInputs = 400;
const connectionsAtFirst = 8;
const inputsARound = 10;

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "flowmesh-fuzz-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Sends inputs `from` to `below`, many at a time, and lets the healthy client work between them. Each input follows from the seed and its number alone. */
async function attackAll(
  { port, healthy, connections = connectionsAtOnce }: { port: number; healthy: HealthyClient; connections?: number },
  from: number,
  below: number,
): Promise<void> {
  let next = from;
  let healthyRounds: Promise<void> = Promise.resolve();
  const lane = async (): Promise<void> => {
    while (next < below) {
      const number = next++;
      const random = new SeededRandom(`${fuzzSeed} ${number}`);
      const bytes = attackBytes(random);
      const problem = await attack(port, bytes, random).then(problemOfAnswer, (error: Error) => error.message);
      if (problem !== undefined)
        throw new Error(`input ${number} of seed ${fuzzSeed}: ${problem}\n${bytes.toString("latin1").slice(0, 2000)}`);
      if (number % inputsARound !== 0) continue;
      healthyRounds = healthyRounds.then(() => healthy.round());
      await healthyRounds;
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
}

/** What the gauge says once it stands at the value, which connections that were just closed may delay. */
async function becomes(port: number, line: string): Promise<void> {
  for (;;) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    if (text.split("\n").includes(line)) return;
  }
}

test("no bytes on a connection crash the server, hold it up, leak, trouble other clients, or touch what was acknowledged", async (t) => {
  const server = await WatchedProcess.start(t, folder(t));
  const client = await FramesClient.open(t, server.port);
  const healthy = new HealthyClient(client, server.port);
  await healthy.prepare();
  const target = { port: server.port, healthy };
  await attackAll({ ...target, connections: connectionsAtFirst }, 0, firstInputs);
  await attackAll(target, firstInputs, warmUp);
  await healthy.tidyUp();
  const before = await server.state();

  await attackAll(target, warmUp, inputs);
  await healthy.tidyUp();
  await becomes(server.port, "flowmesh_rpc_server_calls_open 0");
  await becomes(server.port, 'flowmesh_connections{face="frames"} 1');
  await becomes(server.port, "flowmesh_network_unsent_bytes 0");
  const after = await server.state();
  t.diagnostic(
    `${inputs} inputs; event loop busy for ${Math.max(before.stalledMs, after.stalledMs).toFixed(0)} ms at most; ` +
      `memory ${(before.memoryBytes / 1e6).toFixed(1)} MB, later ${(after.memoryBytes / 1e6).toFixed(1)} MB; slowest round ${healthy.slowestMs.toFixed(0)} ms`,
  );
  assert.ok(Math.max(before.stalledMs, after.stalledMs) < 100, `the event loop stood still for ${after.stalledMs} ms`);
  assert.ok(after.memoryBytes < before.memoryBytes * 1.1, `${before.memoryBytes} bytes grew to ${after.memoryBytes}`);
  await healthy.checkAll();
  assert.equal(await server.stop(), 0, server.errorText);
  assert.equal(server.errorText, "", "nothing failed inside FlowMesh");
});
