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

test("the simulation notices every planted bug", { concurrency: 2 }, async (t) => {
  await Promise.all(
    plantedBugs.map(({ name }) =>
      t.test(name, async (each) => {
        const { stdout } = await run(process.execPath, ["--disable-warning=ExperimentalWarning", main, name]);
        const { states, found } = JSON.parse(stdout) as SearchResult;
        assert.ok(found !== undefined, `${states} states were looked at, and nothing was found`);
        each.diagnostic(`${found} (after ${states} states)`);
      }),
    ),
  );
});

test("without a planted bug the same search finds nothing", async () => {
  const { stdout } = await run(process.execPath, ["--disable-warning=ExperimentalWarning", main]);
  const { states, found } = JSON.parse(stdout) as SearchResult;
  assert.equal(found, undefined);
  assert.ok(states > 3000);
});
