/**
 * Starts the bundled command as its `main.js` does, with all that earlier starts had to compile: tests start it hundreds of times, and half of what that takes is compiling. Where
 * KEEP_COMPILED is set, what this process has compiled is kept at its end for those after it.
 */
// To import them would make all that is seldom used of them too.
const { readFileSync, writeFileSync } = process.getBuiltinModule("node:fs");
const { createRequire } = process.getBuiltinModule("node:module");
const { join } = process.getBuiltinModule("node:path");
const { setFlagsFromString } = process.getBuiltinModule("node:v8");
const { constants, Script } = process.getBuiltinModule("node:vm");

const bundled = join(import.meta.dirname, "flowmesh.cjs");
/** Servers and all other commands have little in common. */
const kept = `${bundled}.${process.argv[2] === "start" || process.argv[2] === "dev" ? "server" : "client"}`;

function readKept(): Buffer | undefined {
  try {
    return readFileSync(kept);
  } catch {
    return undefined;
  }
}

// The bundle is all ASCII.
const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(bundled, "latin1")}\n})`;
const script = new Script(source, {
  filename: bundled,
  cachedData: readKept(),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
const module: { exports: { runCommand?: (words: readonly string[]) => Promise<void> } } = { exports: {} };
script.runInThisContext()(module.exports, createRequire(bundled), module, bundled, import.meta.dirname);
if (process.env.KEEP_COMPILED !== undefined)
  process.on("exit", () => {
    // What a server sets differs from what the next process begins with, which would refuse what was compiled otherwise.
    setFlagsFromString("--no-external-memory-accounted-in-global-limit");
    writeFileSync(kept, script.createCachedData());
  });
await module.exports.runCommand?.(process.argv.slice(2));
