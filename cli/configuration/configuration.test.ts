import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import {
  type Configuration,
  type ConfigurationKey,
  type Flags,
  readConfiguration,
  readSettings,
} from "./configuration.ts";

/** A folder with a `flowmesh.yaml`, where there is a text for it. */
function folderWith(t: TestContext, yaml?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-configuration-"));
  t.after(() => rmSync(folder, { recursive: true }));
  if (yaml !== undefined) writeFileSync(join(folder, "flowmesh.yaml"), yaml);
  return folder;
}

interface Layers {
  readonly flag: unknown;
  readonly variable: readonly [name: string, text: string];
  readonly file: string;
}

function paths(variable: string): Layers & { readonly read: readonly unknown[] } {
  return {
    flag: "/flag",
    variable: [variable, "/variable"],
    file: "/file",
    read: ["/flag", "/variable", "/file", undefined],
  };
}

/** For each setting three values by which one can tell where it came from, as they are written and as they are read. */
const settings: Readonly<
  Record<Exclude<ConfigurationKey, "dataDir" | "tokensFile">, Layers & { readonly read: readonly unknown[] }>
> = {
  host: {
    flag: "::1",
    variable: ["FLOWMESH_HOST", "127.0.0.1"],
    file: "localhost",
    read: ["::1", "127.0.0.1", "localhost", undefined],
  },
  port: { flag: "1", variable: ["FLOWMESH_PORT", "2"], file: "3", read: [1, 2, 3, undefined] },
  durability: {
    flag: "memory",
    variable: ["FLOWMESH_DURABILITY", "interval"],
    file: "always",
    read: ["memory", "interval", "always", "always"],
  },
  segmentBytes: {
    flag: "64KiB",
    variable: ["FLOWMESH_SEGMENT_BYTES", "131072"],
    file: "1MiB",
    read: [65_536, 131_072, 1_048_576, undefined],
  },
  insecure: {
    flag: true,
    variable: ["FLOWMESH_INSECURE", "0"],
    file: "true",
    read: [true, false, true, false],
  },
  slowCallMs: {
    flag: "10",
    variable: ["FLOWMESH_SLOW_CALL_MS", "20"],
    file: "30",
    read: [10, 20, 30, undefined],
  },
  otlpEndpoint: {
    flag: "http://flag",
    variable: ["FLOWMESH_OTLP_ENDPOINT", "http://variable"],
    file: "http://file",
    read: ["http://flag", "http://variable", "http://file", undefined],
  },
  plainOnLoopback: {
    flag: true,
    variable: ["FLOWMESH_PLAIN_ON_LOOPBACK", "false"],
    file: "true",
    read: [true, false, true, false],
  },
  tlsCert: paths("FLOWMESH_TLS_CERT"),
  tlsKey: paths("FLOWMESH_TLS_KEY"),
  tlsClientCa: paths("FLOWMESH_TLS_CLIENT_CA"),
};

test("a flag goes before the environment, that before flowmesh.yaml, and that before the default", async (t) => {
  for (const [name, { flag, variable, file, read }] of Object.entries(settings)) {
    const key = name as ConfigurationKey;
    const withFile = folderWith(t, `${key}: ${file}\n`);
    const environment = Object.fromEntries([variable]);
    const layers: readonly [Flags, Record<string, string>, string, string][] = [
      [{ [key]: flag }, environment, withFile, "the command line"],
      [{}, environment, withFile, variable[0]],
      [{}, {}, withFile, "flowmesh.yaml"],
      [{}, {}, folderWith(t), "default"],
    ];
    for (const [at, [flags, variables, folder, origin]] of layers.entries()) {
      assert.equal((await readConfiguration(flags, variables, folder))[key], read[at], `${key} from ${origin}`);
      const found = (await readSettings(flags, variables, folder)).find((setting) => setting.key === key);
      assert.equal(found?.origin, origin);
    }
  }
});

test("each setting is taken from its own layer", async (t) => {
  const folder = folderWith(t, "port: 8000\ndurability: interval\ndataDir: from-file\n");
  const found = await readConfiguration({ port: "9000" }, { FLOWMESH_DATA_DIR: "from-environment" }, folder);
  assert.deepEqual(found, {
    host: undefined,
    port: 9000,
    dataDir: join(folder, "from-environment"),
    durability: "interval",
    segmentBytes: undefined,
    tokensFile: join(folder, "from-environment", "tokens.json"),
    insecure: false,
    tlsCert: undefined,
    tlsKey: undefined,
    tlsClientCa: undefined,
    slowCallMs: undefined,
    otlpEndpoint: undefined,
    plainOnLoopback: false,
  } satisfies Configuration);
});

test("a relative data folder counts from the folder of the command, an absolute one stands", async (t) => {
  const folder = folderWith(t);
  assert.equal((await readConfiguration({}, {}, folder)).dataDir, join(folder, ".flowmesh"));
  assert.equal((await readConfiguration({ dataDir: "a/../b" }, {}, folder)).dataDir, join(folder, "b"));
  assert.equal((await readConfiguration({ dataDir: "/var/lib/flowmesh" }, {}, folder)).dataDir, "/var/lib/flowmesh");
});

test("the tokens lie in the data folder, or where they are said to", async (t) => {
  const folder = folderWith(t);
  const given = { FLOWMESH_TOKENS_FILE: "tokens/all.json", FLOWMESH_DATA_DIR: "data" };
  assert.equal((await readConfiguration({ dataDir: "data" }, {}, folder)).tokensFile, join(folder, "data/tokens.json"));
  assert.equal((await readConfiguration({}, given, folder)).tokensFile, join(folder, "tokens/all.json"));
  assert.equal((await readConfiguration({ tokensFile: "/t.json" }, given, folder)).tokensFile, "/t.json");
});

test("an empty variable, an empty file and an empty key say nothing", async (t) => {
  for (const yaml of ["", "# nothing yet\n", "---\n", "port:\n", "port: null\n"]) {
    assert.equal((await readConfiguration({}, { FLOWMESH_PORT: "" }, folderWith(t, yaml))).port, undefined, yaml);
  }
});

test("variables that are none of FlowMesh, and those of clients, are left alone", async (t) => {
  const client = { FLOWMESH_URL: "flowmesh://localhost:1", FLOWMESH_TOKEN: "x", FLOWMESH_CA: "ca.pem" };
  await readConfiguration({}, { PATH: "/bin", FLOW: "x", ...client }, folderWith(t));
});

/** What is wrong, and the words by which a user sees which setting, where it comes from, and what would be right. */
const wrong: readonly {
  readonly flags?: Flags;
  readonly environment?: Record<string, string>;
  readonly yaml?: string;
  readonly says: readonly string[];
}[] = [
  { flags: { port: "70000" }, says: ["port", "the command line", '"70000"', "0 to 65535"] },
  { environment: { FLOWMESH_INSECURE: "yes" }, says: ["insecure", "FLOWMESH_INSECURE", '"yes"', "true or false"] },
  { flags: { port: "-1" }, says: ["port", "0 to 65535"] },
  { flags: { port: "7070 " }, says: ["port", "0 to 65535"] },
  { flags: { durability: "often" }, says: ["durability", '"often"', "always, interval or memory"] },
  { flags: { segmentBytes: "1" }, says: ["segmentBytes", "64KiB to 1GiB"] },
  { flags: { segmentBytes: "2GiB" }, says: ["segmentBytes", "64KiB to 1GiB"] },
  { flags: { segmentBytes: "100kB" }, says: ["segmentBytes", "multiple of 4KiB"] },
  { flags: { segmentBytes: "big" }, says: ["segmentBytes", '"big"', "32MiB"] },
  { flags: { dataDir: "" }, says: ["dataDir", "must be text"] },
  { environment: { FLOWMESH_PORT: "http" }, says: ["port", "FLOWMESH_PORT", '"http"'] },
  { environment: { FLOWMESH_DURABILITY: "ALWAYS" }, says: ["durability", "FLOWMESH_DURABILITY", '"ALWAYS"'] },
  { environment: { FLOWMESH_POTR: "1" }, says: ["FLOWMESH_POTR", "the environment", "not known", "FLOWMESH_PORT"] },
  { yaml: "port: many\n", says: ["port", "flowmesh.yaml", '"many"'] },
  { yaml: "port: 70.5\n", says: ["port", "70.5"] },
  { yaml: "port: [1]\n", says: ["port", "0 to 65535"] },
  { yaml: "durability: true\n", says: ["durability", "true", "always, interval or memory"] },
  { yaml: "segmentBytes: 65537\n", says: ["segmentBytes", "65537"] },
  { yaml: "host: 1\n", says: ["host", "must be text"] },
  { yaml: "dataDir: [a]\n", says: ["dataDir", "must be text"] },
  { yaml: "data-dir: x\n", says: ["data-dir", "flowmesh.yaml", "not known", "dataDir"] },
  { yaml: "constructor: x\n", says: ["constructor", "not known"] },
  { yaml: "- port\n", says: ["flowmesh.yaml", "key: value"] },
  { yaml: "port\n", says: ["flowmesh.yaml", "key: value"] },
  { yaml: "port: 1\nport: 2\n", says: ["flowmesh.yaml", "YAML"] },
  { yaml: "a: b: c\n", says: ["flowmesh.yaml", "YAML"] },
  { yaml: "\tport: 1\n", says: ["flowmesh.yaml", "YAML"] },
];

test("a wrong value or an unknown name is refused with which, where it comes from, and what is right", async (t) => {
  for (const { flags = {}, environment = {}, yaml, says } of wrong) {
    const reading = readConfiguration(flags, environment, folderWith(t, yaml));
    await assert.rejects(reading, (error) => {
      assert.ok(isFlowMeshError(error, "configuration_invalid"), String(error));
      for (const words of says) assert.ok(error.message.includes(words), `${error.message} lacks ${words}`);
      assert.ok(!error.message.includes("\n"), error.message);
      return true;
    });
  }
});

test("a value of a weaker layer that is overruled may be wrong", async (t) => {
  assert.equal((await readConfiguration({ port: "1" }, { FLOWMESH_PORT: "no" }, folderWith(t))).port, 1);
});

test("a flowmesh.yaml that cannot be read is told", async (t) => {
  const folder = folderWith(t);
  mkdirSync(join(folder, "flowmesh.yaml"));
  await assert.rejects(readConfiguration({}, {}, folder), /flowmesh\.yaml cannot be read: it is a folder/);
});
