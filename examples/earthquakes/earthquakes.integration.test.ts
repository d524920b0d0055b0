import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { connect } from "@flowmesh/client";
import { type OwnFlowMesh, startFlowMesh } from "../own-flowmesh.ts";
import { readEvents } from "./data.ts";

interface Run {
  readonly status: number | null;
  readonly output: string;
}

function startExample(url: string, words: readonly string[] = [], name = "main.ts"): ChildProcess {
  const script = fileURLToPath(new URL(name, import.meta.url));
  return spawn(process.execPath, [script, ...words], { env: { ...process.env, FLOWMESH_URL: url }, stdio: "pipe" });
}

async function ended(example: ChildProcess): Promise<Run> {
  const exited = once(example, "close");
  const output = await Promise.all([text(example.stdout!), text(example.stderr!)]);
  const [status] = await exited;
  return { status, output: output.join("") };
}

function runExample(url: string): Promise<Run> {
  return ended(startExample(url));
}

function assertAgrees({ status, output }: Run, ...words: readonly RegExp[]): void {
  assert.equal(status, 0, output);
  for (const each of [...words, /Read 1033 events/, /All figures agree/]) assert.match(output, each);
}

function dataFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "earthquakes-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A FlowMesh that ends with the test, if it has not before. */
async function start(t: TestContext, folder: string, port?: string): Promise<OwnFlowMesh> {
  const own = await startFlowMesh(folder, port);
  t.after(() => own.stop("SIGKILL"));
  return own;
}

test("the figures agree when it publishes, when it finds its events, and after a SIGKILL and a restart", async (t) => {
  const folder = dataFolder(t);
  const first = await start(t, folder);
  assertAgrees(await runExample(first.url), /^Published 1707 events/);
  assertAgrees(await runExample(first.url), /^Stream earthquakes holds 1707 events of an earlier run\.\nRead/);
  await first.stop("SIGKILL");
  const second = await start(t, folder);
  assertAgrees(await runExample(second.url), /^Stream earthquakes holds 1707 events of an earlier run\.\nRead/);
});

test("the figures agree though FlowMesh is killed and started again while the example runs", async (t) => {
  const folder = dataFolder(t);
  const first = await start(t, folder);
  const { port } = new URL(first.url.replace("flowmesh:", "http:"));
  const example = startExample(first.url);
  t.after(() => void example.kill("SIGKILL"));
  const run = ended(example);
  await once(example.stdout!, "data");
  await first.stop("SIGKILL");
  await start(t, folder, port);
  assertAgrees(await run, /^Published 1707 events/);
});

test("a run that was cut short is completed by the next one", async (t) => {
  const { url } = await start(t, dataFolder(t));
  const mesh = await connect(url);
  await mesh.streams.create("earthquakes", { partitions: 4 });
  const some = (await readEvents()).slice(0, 700);
  await mesh.publishMany(
    "earthquakes",
    some.map((event) => ({ key: event.net, value: event, timestamp: new Date(event.time) })),
  );
  await mesh.close();
  assertAgrees(await runExample(url), /^Stream earthquakes holds 700 events .*\nPublished 1007 events/);
});

test("the example does not mix its events with other records", async (t) => {
  const { url } = await start(t, dataFolder(t));
  const mesh = await connect(url);
  await mesh.streams.create("earthquakes");
  for (const value of ["something else", { id: "unknown" }, null]) {
    await mesh.publish("earthquakes", value);
    const { status, output } = await runExample(url);
    assert.equal(status, 1);
    assert.match(
      output,
      /^stream earthquakes holds other records too; \.\/flowmesh stream rm earthquakes removes it\n$/,
    );
  }
  await mesh.close();
});

test("without a FlowMesh the example says in three lines how to start one", async () => {
  const { status, output } = await runExample("flowmesh://127.0.0.1:1");
  assert.equal(status, 1);
  assert.match(
    output,
    /^no connection to flowmesh:\/\/127\.0\.0\.1:1: .*\nStart FlowMesh .*\.\/flowmesh dev.*\n.*--own/,
  );
  assert.equal(output.trimEnd().split("\n").length, 3);
});

test("with --own it brings a FlowMesh of its own, and needs nothing else", async () => {
  assertAgrees(await ended(startExample("", ["--own"])), /^Published 1707 events/);
});

test("three workers share the events, one is killed half-way, and none is lost, out of order, or twice but what was not committed", async (t) => {
  const { url } = await start(t, dataFolder(t));
  for (let run = 0; run < 2; run++) {
    const { status, output } = await ended(startExample(url, [], "group.ts"));
    assert.equal(status, 0, output);
    assert.match(output, /^Three workers share 1707 events; worker \d was killed after \d+\.\n/);
    assert.match(
      output,
      /\nEvery event was handled, each network's in order; \d+ twice, which worker \d had not committed\.\n$/,
    );
  }
});

test("the latest event of each network is watched live, and each strong one becomes an alert, sent once, at every run", async (t) => {
  const { url } = await start(t, dataFolder(t));
  for (let run = 0; run < 2; run++) {
    const { status, output } = await ended(startExample(url, [], "alerts.ts"));
    assert.equal(status, 0, output);
    assert.match(output, /^1707 earthquakes came in; the latest of each of 12 networks was watched live\.\n/);
    assert.match(output, /\nLatest events and alerts agree with expected\.json\.\n$/);
  }
});

test("without a FlowMesh the group says in three lines how to start one", async () => {
  const { status, output } = await ended(startExample("flowmesh://127.0.0.1:1", [], "group.ts"));
  assert.equal(status, 1);
  assert.match(output, /^no connection to .*\nStart FlowMesh .*\n *make group ARGS=--own\n$/);
});

test("an option that is none is told with the usage", async () => {
  const { status, output } = await ended(startExample("flowmesh://127.0.0.1:1", ["--bogus"], "group.ts"));
  assert.equal(status, 2);
  assert.match(output, /^Unknown option '--bogus'\.\nUsage: make group \[ARGS=--own\] .*\n$/);
});
