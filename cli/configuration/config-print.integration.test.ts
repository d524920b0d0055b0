import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { flowmesh, temporaryFolder } from "../testing/flowmesh-process.ts";

test("config print shows what a server would start with, who gave it, and changes nothing", async (t) => {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, "flowmesh.yaml"), "port: 7100\ndurability: interval\n");
  const env = { FLOWMESH_DURABILITY: "memory" };
  const { code, stdout } = await flowmesh(["config", "print", "--show-origin", "--data-dir", "d"], { cwd, env });
  assert.equal(code, 0);
  const rows = stdout.split("\n").map((line) => line.split("\t"));
  for (const row of [
    ["port", "7100", "flowmesh.yaml"],
    ["durability", "memory", "FLOWMESH_DURABILITY"],
    ["dataDir", join(cwd, "d"), "the command line"],
    ["host", "-", "default"],
  ]) {
    assert.ok(
      rows.some((found) => found.join() === row.join()),
      `${row} is not in ${stdout}`,
    );
  }
  assert.equal(existsSync(join(cwd, "d")), false);
});

test("config print as YAML is a flowmesh.yaml that means the same", async (t) => {
  const cwd = temporaryFolder(t);
  const words = ["config", "print", "-o", "yaml"];
  const given = await flowmesh([...words, "--port", "7200", "--segment-size", "1MiB"], { cwd });
  writeFileSync(join(cwd, "flowmesh.yaml"), given.stdout);
  const read = await flowmesh(words, { cwd });
  assert.deepEqual([read.code, read.stdout], [0, given.stdout]);
  assert.match(read.stdout, /^port: 7200$/m);
});

test("config print refuses what a server would refuse", async (t) => {
  const { code, stderr } = await flowmesh(["config", "print", "--port", "99999"], { cwd: temporaryFolder(t) });
  assert.equal(code, 2);
  assert.match(stderr, /"99999", which is not a port from 0 to 65535/);
});

test("config print takes every flag of start that is a setting", async (t) => {
  const cwd = temporaryFolder(t);
  const tls = ["--tls-cert", "c.pem", "--tls-key", "k.pem", "--tls-client-ca", "ca.pem", "--plain-on-loopback"];
  const words = ["config", "print", "--json", "--tokens", "t.json", "--insecure", ...tls];
  const { code, stdout, stderr } = await flowmesh(words, { cwd });
  assert.deepEqual([code, stderr], [0, ""]);
  const { tokensFile, insecure, tlsCert, tlsKey, tlsClientCa, plainOnLoopback } = JSON.parse(stdout);
  const files = ["t.json", "c.pem", "k.pem", "ca.pem"].map((name) => join(cwd, name));
  assert.deepEqual([[tokensFile, tlsCert, tlsKey, tlsClientCa], insecure, plainOnLoopback], [files, true, true]);
});
