import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { damage, makeNewer } from "../testing/data-folder.ts";
import {
  commandLine,
  finished,
  flowmesh,
  type Scope,
  ServerProcess,
  spawnProgram,
  temporaryFolder,
} from "../testing/flowmesh-process.ts";
import type { Finding } from "./finding.ts";

interface Examination {
  readonly code: number | null;
  readonly findings: ReadonlyMap<string, Finding>;
}

/** Runs doctor, and gives what it found by check. */
async function examine(cwd: string, words: readonly string[] = [], env = {}): Promise<Examination> {
  const { code, stdout, stderr } = await flowmesh(["doctor", "--json", ...words], { cwd, env });
  assert.equal(stderr, "");
  const findings: Finding[] = JSON.parse(stdout);
  for (const { state, fix, check } of findings) assert.equal(fix === "", state === "ok", check);
  return { code, findings: new Map(findings.map((finding) => [finding.check, finding])) };
}

function assertFound({ findings }: Examination, check: string, state: Finding["state"], what: RegExp): void {
  assert.equal(findings.get(check)?.state, state, JSON.stringify(findings.get(check)));
  assert.match(findings.get(check)!.what, what);
}

async function usedFolder(t: Scope): Promise<string> {
  const cwd = temporaryFolder(t);
  const server = await ServerProcess.start(t, cwd);
  await flowmesh(["pub", "kept", "--create"], { cwd, input: "record 0\nrecord 1\nrecord 2" });
  await server.end("SIGTERM");
  return cwd;
}

/** Any port that is free now, so that port 7070 of this machine decides nothing. */
const anyPort = { FLOWMESH_PORT: "0" };

test("before the first start all is well, and doctor makes nothing", async (t) => {
  const cwd = temporaryFolder(t);
  const found = await examine(cwd, [], anyPort);
  assert.equal(found.code, 0);
  assertFound(found, "node", "ok", /version \d+/);
  assertFound(found, "data folder", "ok", /not there yet/);
  assertFound(found, "server", "ok", /none runs/);
  assertFound(found, "log", "ok", /none yet/);
  assert.deepEqual(readdirSync(cwd), []);
});

test("of a server that runs it tells the state, and what damage it met", async (t) => {
  const cwd = temporaryFolder(t);
  const { ready } = await ServerProcess.start(t, cwd);
  const found = await examine(cwd, [], { FLOWMESH_PORT: new URL(ready.http).port });
  assert.equal(found.code, 0);
  assertFound(found, "server", "ok", /is serving: 0 streams, durability always/);
  assertFound(found, "log", "ok", /no damage met/);
  assertFound(found, "port", "ok", /held by the server above/);
});

test("without a data folder it looks at the one of the server that dev.json names, alive or killed, and at what lies here once that folder is gone", async (t) => {
  const cwd = await usedFolder(t);
  const elsewhere = join(temporaryFolder(t), "data");
  const server = await ServerProcess.start(t, cwd, ["dev", "--data-dir", elsewhere]);
  const alive = await examine(cwd, [], anyPort);
  assert.equal(alive.findings.get("data folder")?.what, elsewhere);
  assertFound(alive, "server", "ok", /is serving: 0 streams/);
  await flowmesh(["pub", "kept", "record 7", "--create"], { cwd });
  await flowmesh(["pub", "kept", "record 8"], { cwd });
  await server.end("SIGKILL");
  damage(elsewhere, "record 7");
  const killed = await examine(cwd, [], anyPort);
  assert.equal(killed.findings.get("data folder")?.what, elsewhere);
  assertFound(killed, "server", "ok", /none runs/);
  assertFound(killed, "log", "fail", /positions \d+ to \d+/);
  const named = await examine(cwd, [], { ...anyPort, FLOWMESH_DATA_DIR: ".flowmesh" });
  assert.equal(named.findings.get("data folder")?.what, join(cwd, ".flowmesh"));
  assertFound(named, "log", "ok", /every checksum holds/);
  rmSync(elsewhere, { recursive: true });
  const gone = await examine(cwd, [], anyPort);
  assert.equal(gone.findings.get("data folder")?.what, join(cwd, ".flowmesh"));
});

test("a data folder that the environment names is looked at with its own server, whichever one this folder's commands go to", async (t) => {
  const cwd = await usedFolder(t);
  await ServerProcess.start(t, cwd, ["dev", "--data-dir", join(temporaryFolder(t), "data")]);
  const found = await examine(cwd, [], { ...anyPort, FLOWMESH_DATA_DIR: ".flowmesh" });
  assertFound(found, "server", "ok", /none runs/);
  assertFound(found, "log", "ok", /every checksum holds/);
});

test("of a stopped server's log it reads every checksum", async (t) => {
  const cwd = await usedFolder(t);
  const found = await examine(cwd, [], anyPort);
  assert.equal(found.code, 0);
  assertFound(found, "log", "ok", /^\d+ segments?, \d+ commits?, position \d+; every checksum holds$/);
});

test("a log that is gone is a failure while the index that was made from it is there", async (t) => {
  const cwd = await usedFolder(t);
  const folder = join(cwd, ".flowmesh", "log");
  const removeSegments = (): void => {
    for (const name of readdirSync(folder)) if (name.endsWith(".seg")) rmSync(join(folder, name));
  };
  for (const remove of [removeSegments, () => rmSync(folder, { recursive: true })]) {
    remove();
    const found = await examine(cwd, [], anyPort);
    assert.equal(found.code, 1);
    assertFound(found, "log", "fail", /log in .* is gone, though .*index was made from it/);
  }
});

test("damage is found with its place, running or not, and ends with 1", async (t) => {
  const cwd = await usedFolder(t);
  damage(join(cwd, ".flowmesh"), "record 1");
  const stopped = await examine(cwd, [], anyPort);
  assert.equal(stopped.code, 1);
  assertFound(stopped, "log", "fail", /\.seg .*bytes \d+ to \d+: .*positions \d+ to \d+/);
  await ServerProcess.start(t, cwd);
  const running = await examine(cwd, [], anyPort);
  assert.equal(running.code, 1);
  assertFound(running, "log", "fail", /positions \d+ to \d+; records kept\/0@0-2/);
});

test("a log of a newer version is found, ends with 1, and is left as it is", async (t) => {
  const cwd = await usedFolder(t);
  const dataDir = join(cwd, ".flowmesh");
  makeNewer(dataDir);
  const log = join(dataDir, "log");
  const bytes = (): Buffer[] =>
    readdirSync(log)
      .filter((name) => name.endsWith(".seg"))
      .map((name) => readFileSync(join(log, name)));
  const before = bytes();
  const found = await examine(cwd, [], anyPort);
  assert.equal(found.code, 1);
  assertFound(found, "log", "fail", /format 99/);
  assert.deepEqual(bytes(), before);
});

test("a server that was killed is told from one that runs, and its log is read", async (t) => {
  const cwd = temporaryFolder(t);
  const server = await ServerProcess.start(t, cwd);
  await flowmesh(["pub", "kept", "v", "--create"], { cwd });
  await server.end("SIGKILL");
  const found = await examine(cwd, [], anyPort);
  assert.equal(found.code, 0);
  assertFound(found, "server", "ok", /none runs/);
  assertFound(found, "log", "ok", /every checksum holds/);
});

test("a data folder that is a file, a wrong configuration, a taken port and a server that is not there are told, each with what to do", async (t) => {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, "file"), "");
  const file = await examine(cwd, ["--data-dir", "file"], anyPort);
  assert.equal(file.code, 1);
  assertFound(file, "data folder", "fail", /is a file/);
  mkdirSync(join(cwd, "data"));
  writeFileSync(join(cwd, "data", "index"), "");
  const index = await examine(cwd, ["--data-dir", "data"], anyPort);
  assert.equal(index.code, 1);
  assertFound(index, "data folder", "fail", /index is not a folder/);

  const configuration = await examine(cwd, [], { FLOWMESH_PORT: "many" });
  assert.equal(configuration.code, 1);
  assertFound(configuration, "configuration", "fail", /port from FLOWMESH_PORT is "many"/);

  const { port } = new URL((await ServerProcess.start(t, temporaryFolder(t), ["dev", "--mem"])).ready.http);
  const taken = await examine(cwd, [], { FLOWMESH_PORT: port });
  assert.equal(taken.code, 1);
  assertFound(taken, "port", "fail", new RegExp(`^${port} is taken by `));

  const absent = await examine(cwd, ["--url", "flowmesh://127.0.0.1:1"], anyPort);
  assert.equal(absent.code, 1);
  assertFound(absent, "server", "fail", /no connection to/);
});

test("a log that may not be read is a failure, not an empty folder", { skip: process.getuid?.() !== 0 }, async (t) => {
  const cwd = await usedFolder(t);
  chmodSync(cwd, 0o755);
  const words = ["doctor", "--json"];
  const child = spawnProgram(["setpriv", "--reuid", "65534", "--clear-groups", ...commandLine, ...words], {
    cwd,
    env: { ...anyPort, NODE_COMPILE_CACHE: "" },
  });
  const { code, stdout, stderr } = await finished(child);
  assert.equal(code, 1, stderr);
  const states = new Map((JSON.parse(stdout) as Finding[]).map(({ check, state }) => [check, state]));
  assert.deepEqual([states.get("data folder"), states.get("log")], ["fail", "fail"], stdout);
});

test("people are shown a line a check", async (t) => {
  const cwd = temporaryFolder(t);
  mkdirSync(join(cwd, ".flowmesh"));
  const { stdout } = await flowmesh(["doctor", "-o", "table"], { cwd, env: anyPort });
  assert.match(stdout, /^CHECK +STATE +WHAT +DO\nnode +ok +version/);
});
