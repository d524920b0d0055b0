import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { plant } from "./planted/planted-bug.ts";
import { plantedBugs } from "./planted/planted-bugs.ts";
import type { SearchResult } from "./planted/search.ts";

const run = promisify(execFile);
const main = join(import.meta.dirname, "planted", "main.ts");

/** What came of searches with each bug, and at last of one without. */
async function search(): Promise<readonly (SearchResult & { readonly name: string })[]> {
  const names = plantedBugs.map(({ name }) => name);
  // What tools/run-tests.ts gives its own processes.
  const { TEST_FLAGS: flags = "--disable-warning=ExperimentalWarning" } = process.env;
  const { stdout } = await run(process.execPath, [...flags.split(" "), main, ...names]);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const searches = search();
const noticed = searches.then((all) => new Map(all.slice(0, -1).map((each) => [each.name, each])));
const cleanSearch = searches.then((all) => all.at(-1) as SearchResult);

test("there are at least fifty planted bugs, each with a name of its own", () => {
  const names = new Set(plantedBugs.map(({ name }) => name));
  assert.equal(names.size, plantedBugs.length);
  assert.ok(names.size >= 50);
});

test("a bug whose place is gone is refused, instead of being planted nowhere", () => {
  const bug = { name: "gone", file: "x.ts", changes: [{ from: "a", to: "b" }], noticedBy: ["singles"] };
  assert.equal(plant(bug, "a c"), "b c");
  assert.throws(() => plant(bug, "c"), /0 times/);
  assert.throws(() => plant(bug, "a a"), /2 times/);
});

test("the simulation notices every planted bug", async (t) => {
  for (const [name, result] of await noticed) {
    await t.test(name, (each) => {
      assert.ok(result.found !== undefined, `${result.states} states were looked at, and nothing was found`);
      each.diagnostic(`${result.found} (after ${result.states} states)`);
    });
  }
  assert.equal((await noticed).size, plantedBugs.length);
});

test("without a planted bug the same search finds nothing", async () => {
  const { found, states } = await cleanSearch;
  assert.equal(found, undefined);
  assert.ok(states > 1500, `${states} states were looked at`);
});
