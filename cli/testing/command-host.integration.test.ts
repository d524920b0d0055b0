import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Finished, flowmesh, flowmeshAlone, ServerProcess, temporaryFolder } from "./flowmesh-process.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
await ServerProcess.start(scope, cwd, ["dev", "--mem"]);

const cases: readonly { readonly words: readonly string[]; readonly input?: string }[] = [
  { words: ["--version"] },
  { words: [] },
  { words: ["stream", "lss"] },
  { words: ["pub", "told", "--create", "--json"], input: "one\ntwo\n" },
  { words: ["pub", "told", "--ndjson"], input: '{"value":1}\nnothing\n' },
  { words: ["tail", "told", "-n", "2", "--no-follow", "--format", "%s"] },
  { words: ["stream", "get", "missing", "--json"] },
  { words: ["status", "--url", "flowmesh://127.0.0.1:1"] },
];

test("a command among many in one process writes and ends as one in a process of its own", async () => {
  for (const { words, ...given } of cases) {
    const [hosted, alone] = [await flowmesh(words, { cwd, ...given }), await flowmeshAlone(words, { cwd, ...given })];
    assert.deepEqual(withoutNumbers(hosted), withoutNumbers(alone), words.join(" "));
  }
});

/** Offsets and counts go on from one to the other. */
function withoutNumbers({ stdout, ...rest }: Finished): Finished {
  return { ...rest, stdout: stdout.replaceAll(/\d+/g, "0") };
}
