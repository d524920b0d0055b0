import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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

function readInstance(folder: string): DevFile {
  return JSON.parse(readFileSync(join(folder, "dev.json"), "utf8"));
}

function failOnProblem(path: string, error: Error): never {
  throw new Error(path, { cause: error });
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
  assert.equal(file.write(instance(), failOnProblem), undefined);
  for (const each of [project, data]) {
    assert.deepEqual(readInstance(each), { ...instance(), writtenIn: each });
    assert.equal(statSync(join(each, "dev.json")).mode & 0o777, 0o600);
  }
  writeFileSync(join(data, "more"), "");
  file.remove(process.pid);
  assert.ok(!existsSync(project));
  assert.deepEqual(readdirSync(data), ["more"]);
});

test("an instance that runs keeps the word in its folder, and is named to the one that comes later", async (t) => {
  const folder = temporaryFolder(t);
  const first = { ...instance(await otherFlowMesh(t)), writtenIn: folder };
  new InstanceFile([folder]).write(first, failOnProblem);
  const file = new InstanceFile([folder]);
  assert.deepEqual(file.write(instance(), failOnProblem), first);
  file.remove(process.pid);
  assert.deepEqual(readInstance(folder), first);
});

test("what an instance that has ended left behind, and what is no such file, is written over", async (t) => {
  const folder = temporaryFolder(t);
  for (const left of [JSON.stringify(instance(await endedProcess())), "{", "", "null", "[]", "7"]) {
    writeFileSync(join(folder, "dev.json"), left);
    assert.equal(new InstanceFile([folder]).write(instance(), failOnProblem), undefined);
    assert.equal(readInstance(folder).pid, process.pid);
  }
});

test("a folder in which nothing can be written is told, and the others have the word", (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "file"), "");
  const told: string[] = [];
  new InstanceFile([join(folder, "file"), join(folder, "data")]).write(instance(), (path) => told.push(path));
  assert.deepEqual(told, [join(folder, "file/dev.json")]);
  assert.equal(readInstance(join(folder, "data")).pid, process.pid);
});

test("the instance of a data folder is the one that serves this very folder, by whatever path, and not a copy of it", (t) => {
  const folder = temporaryFolder(t);
  const [data, copy, link] = ["data", "copy", "link"].map((name) => join(folder, name)) as [string, string, string];
  new InstanceFile([data]).write({ ...instance(), dataDir: data }, failOnProblem);
  cpSync(data, copy, { recursive: true });
  symlinkSync(data, link);
  assert.equal(findInstance(data)?.pid, process.pid);
  assert.equal(findInstance(link)?.pid, process.pid);
  assert.equal(findInstance(copy), undefined);
});
