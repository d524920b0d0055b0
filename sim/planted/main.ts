/** Runs the simulation with one bug planted and says how many violations it found: `node sim/planted/main.ts "<name of the bug>"`. */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { plant } from "./planted-bug.ts";
import { plantedBugs } from "./planted-bugs.ts";

const [name = ""] = process.argv.slice(2);
const bug = plantedBugs.find((known) => known.name === name);
if (bug !== undefined) {
  const path = join(import.meta.dirname, "../../engine", bug.file);
  const url = pathToFileURL(path).href;
  const source = plant(bug, readFileSync(path, "utf8"));
  registerHooks({
    load: (wanted, context, nextLoad) =>
      wanted === url ? { format: "module-typescript", source, shortCircuit: true } : nextLoad(wanted, context),
  });
}
const { searchFor } = await import("./search.ts");
console.log(JSON.stringify(await searchFor(bug?.noticedBy)));
