import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { decodeBatches } from "@flowmesh/fabric";
import { FramesClient } from "./testing/frames-client.ts";
import { ServerProcess } from "./testing/server-process.ts";

const recordCount = 20;
const mount = "mount";
const unmount = "umount";

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "flowmesh-start-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A data folder with acknowledged records, whose server has ended. */
async function usedFolder(t: TestContext): Promise<string> {
  const dataDir = join(folder(t), "data");
  const { server, port } = await ServerProcess.start(t, ["--data-dir", dataDir]);
  await publish(t, port);
  server.child.kill("SIGTERM");
  assert.equal(await server.ended, 0);
  return dataDir;
}

async function publish(t: TestContext, port: number): Promise<void> {
  const client = await FramesClient.open(t, port);
  await client.call("createStream", { stream: "kept" });
  for (let index = 0; index < recordCount; index++) {
    await client.call("publish", { stream: "kept", records: [{ value: Buffer.from(`record ${index}`) }] });
  }
  client.socket.destroy();
}

/** The values that a server on this folder serves. */
async function valuesOf(t: TestContext, dataDir: string): Promise<string[]> {
  const { server, port } = await ServerProcess.start(t, ["--data-dir", dataDir]);
  const client = await FramesClient.open(t, port);
  const { batches } = await client.call("fetch", { stream: "kept" });
  const values = [...decodeBatches(batches)].map(({ value }) => Buffer.from(value!).toString());
  server.child.kill("SIGTERM");
  assert.equal(await server.ended, 0);
  return values;
}

const allValues = Array.from({ length: recordCount }, (_, index) => `record ${index}`);

/** Starts a server that must refuse, and gives its error. */
async function refusal(
  t: TestContext,
  args: readonly string[],
): Promise<{ reason: string; message: string; fix: string; details: Record<string, unknown> }> {
  const server = new ServerProcess(t, args);
  const line = await server.nextLine();
  assert.equal(await server.ended, 2, line);
  assert.doesNotMatch(line + server.errorText, /\n\s+at /, "no stack trace");
  return JSON.parse(line) as never;
}

/** Mounts a small file system; undefined where that is not allowed. */
function mounted(t: TestContext, options: string): string | undefined {
  const path = mkdtempSync(join(tmpdir(), "flowmesh-mount-"));
  try {
    execFileSync(mount, ["-t", "tmpfs", "-o", options, "tmpfs", path], { stdio: "ignore" });
  } catch {
    rmSync(path, { recursive: true });
    t.skip("only root can mount a small file system");
    return undefined;
  }
  t.after(() => {
    execFileSync(unmount, ["-l", path]);
    rmSync(path, { recursive: true });
  });
  return path;
}

test("a port that is taken is port_taken, and who has it goes on", async (t) => {
  const { port } = await ServerProcess.start(t, []);
  const error = await refusal(t, ["--port", String(port)]);
  assert.equal(error.reason, "port_taken");
  assert.deepEqual(error.details, { port, host: "127.0.0.1" });
  const client = await FramesClient.open(t, port);
  assert.equal((await client.call("getStatus", {})).state, "serving");
});

for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.com"]) {
  test(`the address ${host} is address_not_loopback`, async (t) => {
    assert.equal((await refusal(t, ["--host", host])).reason, "address_not_loopback");
  });
}

test("a data folder in use is data_dir_locked with the process that has it, whose data are untouched", async (t) => {
  const dataDir = join(folder(t), "data");
  const { server, port } = await ServerProcess.start(t, ["--data-dir", dataDir]);
  await publish(t, port);
  const error = await refusal(t, ["--data-dir", dataDir]);
  assert.equal(error.reason, "data_dir_locked");
  assert.equal(String(error.details.pid), String(server.child.pid));
  server.child.kill("SIGTERM");
  await server.ended;
  assert.deepEqual(await valuesOf(t, dataDir), allValues);
});

test("a data folder that is a file, or lies below one, is data_dir_unusable", async (t) => {
  const file = join(folder(t), "file");
  writeFileSync(file, "text");
  for (const dataDir of [file, join(file, "below")]) {
    assert.equal((await refusal(t, ["--data-dir", dataDir])).reason, "data_dir_unusable");
  }
  assert.equal(readFileSync(file, "utf8"), "text");
});

test("a data folder that cannot be written is data_dir_unusable, and works again when it can", async (t) => {
  if (process.getuid?.() === 0) return t.skip("root may write everywhere");
  const dataDir = await usedFolder(t);
  chmodSync(join(dataDir, "log"), 0o500);
  assert.equal((await refusal(t, ["--data-dir", dataDir])).reason, "data_dir_unusable");
  chmodSync(join(dataDir, "log"), 0o700);
  assert.deepEqual(await valuesOf(t, dataDir), allValues);
});

test("a file system that is read-only is data_dir_unusable", async (t) => {
  const path = mounted(t, "size=8m,ro");
  if (path === undefined) return;
  assert.equal((await refusal(t, ["--data-dir", join(path, "data")])).reason, "data_dir_unusable");
});

test("a file system without room for a log is disk_full", async (t) => {
  const path = mounted(t, "size=512k");
  if (path === undefined) return;
  const error = await refusal(t, ["--data-dir", join(path, "data")]);
  assert.equal(error.reason, "disk_full");
});

test("a disk that becomes full refuses writes with disk_full, and goes on serving what it has", async (t) => {
  const path = mounted(t, "size=16m");
  if (path === undefined) return;
  const { port } = await ServerProcess.start(t, ["--data-dir", join(path, "data")]);
  await publish(t, port);
  const client = await FramesClient.open(t, port);
  const value = Buffer.alloc(100_000);
  let reason = "";
  for (let index = 0; index < 200 && reason === ""; index++) {
    await client.call("publish", { stream: "kept", records: [{ value }] }).catch((error) => {
      reason = error.reason;
    });
  }
  assert.equal(reason, "disk_full");
  const { batches } = await client.call("fetch", { stream: "kept", maxBytes: 1_000 });
  assert.equal(Buffer.from([...decodeBatches(batches)][0]!.value!).toString(), "record 0");
  assert.equal((await client.call("getStatus", {})).state, "disk_full");
});

function logFiles(dataDir: string): string[] {
  return readdirSync(join(dataDir, "log"))
    .filter((name) => name.endsWith(".seg"))
    .map((name) => join(dataDir, "log", name));
}

test("a data folder of a newer version is data_version_newer, and is left as it is", async (t) => {
  const dataDir = await usedFolder(t);
  const [file] = logFiles(dataDir);
  const before = readFileSync(file!);
  const newer = Buffer.from(before);
  for (const place of [0, 4096]) newer.writeUInt32LE(99, place + 4);
  writeFileSync(file!, newer);
  const error = await refusal(t, ["--data-dir", dataDir]);
  assert.equal(error.reason, "data_version_newer");
  assert.equal(Number(error.details.found), 99);
  assert.deepEqual(readFileSync(file!), newer);
  writeFileSync(file!, before);
  assert.deepEqual(await valuesOf(t, dataDir), allValues);
});

test("a damaged record is never served: it is named, and what lies around it is served", async (t) => {
  const dataDir = await usedFolder(t);
  const damaged = logFiles(dataDir).find((file) => readFileSync(file).includes("record 7"))!;
  const bytes = readFileSync(damaged);
  bytes.write("RECORD", bytes.indexOf("record 7"));
  writeFileSync(damaged, bytes);
  const { port } = await ServerProcess.start(t, ["--data-dir", dataDir]);
  const client = await FramesClient.open(t, port);
  const { damages } = await client.call("listDamage", {});
  assert.equal(damages.length, 1);
  await assert.rejects(client.call("fetch", { stream: "kept", offset: 7 }), { reason: "records_damaged" });
  const { batches } = await client.call("fetch", { stream: "kept", offset: 8 });
  const values = [...decodeBatches(batches)].map(({ value }) => Buffer.from(value!).toString());
  assert.deepEqual(values, allValues.slice(8));
  const before = await client.call("fetch", { stream: "kept", offset: 0 });
  assert.doesNotMatch(Buffer.from(before.batches).toString("latin1"), /RECORD/);
});

test("a damaged, foreign or missing index is made again from the log", async (t) => {
  const dataDir = await usedFolder(t);
  const index = join(dataDir, "index");
  for (const name of readdirSync(index)) if (!name.startsWith(".")) writeFileSync(join(index, name), "garbage");
  writeFileSync(join(index, "stranger"), "text");
  assert.deepEqual(await valuesOf(t, dataDir), allValues);
  rmSync(index, { recursive: true });
  assert.deepEqual(await valuesOf(t, dataDir), allValues);
});

test("a foreign file or folder beside the log is no hindrance", async (t) => {
  const dataDir = await usedFolder(t);
  writeFileSync(join(dataDir, "log", "notes.txt"), "text");
  writeFileSync(join(dataDir, "log", "99999999.seg"), "no segment");
  mkdirSync(join(dataDir, "more"));
  assert.deepEqual(await valuesOf(t, dataDir), allValues);
  assert.equal(readFileSync(join(dataDir, "log", "notes.txt"), "utf8"), "text");
});
