import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { DevFile } from "@flowmesh/client/internal";
import { findInstance, InstanceFile } from "./instance-file.ts";

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-instance-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function instance(pid: number = process.pid): DevFile {
  return { url: "flowmesh://127.0.0.1:1", http: "http://127.0.0.1:1", pid, dataDir: "", startedAt: "" };
}

/** A process that the system shows as a FlowMesh. */
async function otherFlowMesh(t: TestContext): Promise<number> {
  const script = 'process.title = "flowmesh dev"; console.log(""); setInterval(() => {}, 1000)';
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
  t.after(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child.pid!;
}

/** The id of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid!;
}

test("an instance says in each folder where it is, for its owner alone, and takes that back with folders that it made", (t) => {
  const folder = temporaryFolder(t);
  const [project, data] = [join(folder, "project/.flowmesh"), join(folder, "data")];
  const file = new InstanceFile([project, data, project]);
  assert.equal(file.write(instance()), undefined);
  for (const each of [project, data]) {
    assert.deepEqual(JSON.parse(readFileSync(join(each, "dev.json"), "utf8")), instance());
    assert.equal(statSync(join(each, "dev.json")).mode & 0o777, 0o600);
    assert.deepEqual(findInstance(each), instance());
  }
  writeFileSync(join(data, "more"), "");
  file.remove(process.pid);
  assert.ok(!existsSync(project));
  assert.deepEqual(readdirSync(data), ["more"]);
});

test("an instance that runs keeps the word in its folder, and is named to the one that comes later", async (t) => {
  const folder = temporaryFolder(t);
  const first = instance(await otherFlowMesh(t));
  new InstanceFile([folder]).write(first);
  const file = new InstanceFile([folder]);
  assert.deepEqual(file.write(instance()), first);
  file.remove(process.pid);
  assert.deepEqual(findInstance(folder), first);
});

test("what an instance that has ended left behind, and what is no such file, is written over", async (t) => {
  const folder = temporaryFolder(t);
  for (const left of [JSON.stringify(instance(await endedProcess())), "{", "", "null", "[]", "7"]) {
    writeFileSync(join(folder, "dev.json"), left);
    assert.equal(new InstanceFile([folder]).write(instance()), undefined);
    assert.deepEqual(findInstance(folder), instance());
  }
});
