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
const processes = 2;

/** What came of searches with each bug of a share, and at last of a share of those with none. */
async function searchWith(share: number): Promise<readonly (SearchResult & { readonly name: string })[]> {
  const bugs = plantedBugs.filter((_bug, index) => index % processes === share);
  const names = bugs.map(({ name }) => name);
  const flags = ["--disable-warning=ExperimentalWarning", "--single-threaded-gc"];
  const { stdout } = await run(process.execPath, [...flags, main, "--share", `${share}/${processes}`, ...names]);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const searches = Promise.all(Array.from({ length: processes }, (_, share) => searchWith(share)));
const noticed = searches.then(
  (all) => new Map(all.flatMap((each) => each.slice(0, -1)).map((each) => [each.name, each])),
);
const cleanSearches = searches.then((all) => all.map((each) => each.at(-1) as SearchResult));

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
  for (const { found } of await cleanSearches) assert.equal(found, undefined);
  const states = (await cleanSearches).reduce((sum, each) => sum + each.states, 0);
  assert.ok(states > 1500, `${states} states were looked at`);
});
