import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type PlantedBug, plant } from "./planted-bug.ts";

/** Puts what another module exports in the place of what one exports so far. */
type Exchange = (exports: object) => void;

const engine = join(import.meta.dirname, "../../engine");
/** Of the modules that can be exchanged, by their address. */
const exchanges: Map<string, Exchange> = new Map();
/** Sources with a bug in them, by the address that each is imported from. */
const planted: Map<string, string> = new Map();

/**
 * Lets `withBug` exchange what the named files of the engine export, whoever imports them, while the process runs: imported names are live. So one process, which has loaded and
 * compiled all else once, looks for many bugs. To be called before the engine is imported. What a module takes from another while it is loaded stays as it was.
 */
export function makeExchangeable(files: ReadonlySet<string>): void {
  const urls = new Set([...files].map(urlOf));
  Object.assign(globalThis, { exchanges });
  registerHooks({
    load(url, context, nextLoad) {
      const source = urls.has(url) ? frontOf(url) : planted.get(url);
      if (source === undefined) return nextLoad(url, context);
      return { format: "module-typescript", source, shortCircuit: true };
    },
  });
}

/** Runs something while the bug is in the engine. */
export async function withBug<Result>(bug: PlantedBug, run: () => Promise<Result>): Promise<Result> {
  const url = urlOf(bug.file);
  const exchange = exchanges.get(url);
  if (exchange === undefined) throw new Error(`${bug.file} is not loaded`);
  const address = `${url}?bug=${encodeURIComponent(bug.name)}`;
  planted.set(address, plant(bug, readFileSync(fileURLToPath(url), "utf8")));
  exchange(await import(address));
  try {
    return await run();
  } finally {
    exchange(await import(originalOf(url)));
  }
}

function urlOf(file: string): string {
  return pathToFileURL(join(engine, file)).href;
}

function originalOf(url: string): string {
  return `${url}?original`;
}

/** A module that exports the same names, each as a variable. */
function frontOf(url: string): string {
  const text = stripTypeScriptTypes(readFileSync(fileURLToPath(url), "utf8"));
  const names = [...text.matchAll(/^export (?:async )?(?:class|const|function\*?) (\w+)/gm)].map(([, name]) => name);
  return [
    `import * as original from ${JSON.stringify(originalOf(url))};`,
    ...names.map((name) => `export let ${name} = original.${name};`),
    `globalThis.exchanges.set(${JSON.stringify(url)}, (exports) => { ({ ${names.join(", ")} } = exports); });`,
  ].join("\n");
}
