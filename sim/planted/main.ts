/**
 * Runs the simulation with each of the named bugs planted, one after the other, and prints for each, as a line of JSON, how many states it took to find a violation:
 * `node sim/planted/main.ts "<name of a bug>" ...`. At the end, or where none is named, it runs without a bug: when all were taken out again nothing is found.
 */
import { parseArgs } from "node:util";
import { makeExchangeable, withBug } from "./exchangeable.ts";
import { plantedBugs } from "./planted-bugs.ts";

const { positionals: names } = parseArgs({ allowPositionals: true });
const bugs = plantedBugs.filter(({ name }) => names.includes(name));
// What a bug breaks may leave promises behind that nobody waits for.
if (bugs.length > 0) process.on("unhandledRejection", () => undefined);
makeExchangeable(new Set(bugs.map(({ file }) => file)));
const { searchFor, searchWithoutBug } = await import("./search.ts");
for (const bug of bugs) {
  const result = await withBug(bug, () => searchFor(bug.noticedBy)).catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
  console.log(JSON.stringify({ name: bug.name, ...result }));
}
console.log(JSON.stringify(await searchWithoutBug()));
