import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  commandLine,
  finished,
  flowmesh,
  ServerProcess,
  spawnProgram,
  temporaryFolder,
} from "../testing/flowmesh-process.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
await ServerProcess.start(scope, cwd, ["dev", "--mem"]);

const earthquakes = readFileSync(new URL("../../examples/earthquakes/earthquakes.ndjson", import.meta.url), "utf8");
/** What is no text, what is empty, and what is missing, beside real events. */
const odd = [
  { valueBase64: Buffer.from([0xff, 0x00, 0x0a, 0x80]).toString("base64"), keyBase64: "/wAJ" },
  { value: null, key: "gone" },
  { valueText: "", key: "" },
  {
    valueText: '{\n  "mag": 1.0\n}\n',
    headers: [
      { name: "h", value: "1" },
      { name: "h", value: null },
      { name: "h", valueBase64: "/ww=" },
    ],
  },
  { valueText: "a\tb,c|d%2C\r", headers: { "a=b,c d": "x=y, z\u00e9" } },
];
await pub(
  ["quakes", "--create", "--partitions", "3", "-f", "-", "--key-field", "net", "--timestamp-field", "time"],
  earthquakes,
);
await pub(["quakes", "--format", "ndjson"], odd.map((record) => JSON.stringify(record)).join("\n"));

async function pub(words: readonly string[], input: string | Buffer): Promise<string> {
  const { code, stdout, stderr } = await flowmesh(["pub", ...words], { cwd, input });
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout;
}

async function shown(stream: string): Promise<string> {
  const { stdout } = await flowmesh(["tail", stream, "--from", "earliest", "--no-follow", "--format", "ndjson"], {
    cwd,
  });
  return stdout.split("\n").sort().join("\n");
}

const original = await shown("quakes");
const exact: readonly string[] = ["ndjson", "%p %m %h %K %V %k%v\\n"];
for (const [at, format] of exact.entries()) {
  test(`what tail writes as ${format} pub reads back to the last byte: events, binary values, headers, empty keys, no value`, async (t) => {
    const copy = `copy-${at}`;
    await flowmesh(["stream", "create", copy, "--partitions", "3"], { cwd });
    const command = commandLine.map((word) => `'${word}'`).join(" ");
    const words = `${command} tail quakes --from earliest --no-follow --format '${format}' | ${command} pub ${copy} --format '${format}' --json`;
    const shell = spawnProgram(["sh", "-c", words], { cwd });
    t.after(() => void shell.kill("SIGKILL"));
    const { stdout, stderr } = await finished(shell);
    assert.equal(stderr, "");
    assert.equal(JSON.parse(stdout).published, 1707 + odd.length);
    assert.equal(await shown(copy), original);
  });
}

test("raw is one value as it stands, there and back", async () => {
  const bytes = Buffer.from([0x0a, 0xff, 0x00, 0x0d, 0x0a, 0x0a]);
  writeFileSync(join(cwd, "photo"), bytes);
  await pub(["raw", "--create", "-f", "photo", "--format", "raw", "-k", "photo"], "");
  const tail = ["tail", "raw", "--no-follow", "--format"];
  assert.equal((await flowmesh([...tail, "%k %v{hex} %V\\n"], { cwd })).stdout, `photo ${bytes.toString("hex")} 6\n`);
  await pub(["raw", "--format", "raw"], "");
  await pub(["raw", "--format", "raw"], "x\ny");
  assert.equal((await flowmesh([...tail, "raw", "-n", "2"], { cwd })).stdout, "x\ny");
});

test("a line that does not fit a template is named with its number, and the others are published", async () => {
  const { code, stdout, stderr } = await flowmesh(["pub", "tabs", "--create", "--format", "%k\\t%v\\n"], {
    cwd,
    input: "a\t1\nno tab\n\n\t2\nb\t",
  });
  assert.equal(code, 7);
  assert.match(stdout, /^tabs\t3\t0\t2\t/);
  const lacks = 'the record could not be read: it has no "\\t" behind %k';
  assert.equal(stderr, `line 2: ${lacks}\nline 3: ${lacks}\n`);
  const { stdout: found } = await flowmesh(["tail", "tabs", "--no-follow", "--format", "%K %k=%v;"], { cwd });
  assert.equal(found, "1 a=1;-1 =2;1 b=;");
});

test("where sizes do not fit nothing tells records apart any more: what came before is published, and the place named", async () => {
  const { code, stdout, stderr } = await flowmesh(["pub", "sized", "--create", "--format", "%V %v\\n"], {
    cwd,
    input: "1 a\n3 b\nc\n1 long\n1 d\n",
  });
  assert.equal(code, 7);
  assert.match(stdout, /^sized\t2\t0\t0\t/);
  assert.match(
    stderr,
    /^error: the input could not be read: of record 3, it has "o" where "\\n" must stand; what comes behind cannot be told apart\n/,
  );
});

test("a format that there is not, and flags that say what the input says, are refused before anything is done", async () => {
  const refused: readonly [readonly string[], RegExp][] = [
    [["--format", "jsn"], /--format is "jsn"; use one of lines, ndjson, json, tsv, raw, or a template as '%k\\t%v\\n'/],
    [["--format", "%k %v\\n", "-k", "a"], /give either --key or %k in --format/],
    [["value", "--format", "raw"], /--format is for a file or standard input, not for a value/],
  ];
  for (const [words, says] of refused) {
    const { code, stdout, stderr } = await flowmesh(["pub", "never", "--create", ...words], { cwd, input: "x" });
    assert.deepEqual([code, stdout], [2, ""], words.join(" "));
    assert.match(stderr, says);
  }
});

test("--partition counts for more than what the input says", async () => {
  await flowmesh(["stream", "create", "one", "--partitions", "3"], { cwd });
  await pub(["one", "--ndjson", "--partition", "2"], '{"value":1,"partition":0}\n{"value":2}');
  await pub(["one", "--format", "%p %v\\n", "--partition", "2"], "1 3\n");
  const { stdout } = await flowmesh(["tail", "one", "--no-follow", "--format", "%p%v "], { cwd });
  assert.equal(stdout, "21 22 23 ");
});
