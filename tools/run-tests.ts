/**
 * Runs the test files: `node tools/run-tests.ts [--integration] [word...]`.
 * Words choose files whose path contains one of them. Integration tests start first, because they take longest.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { parseArgs } from "node:util";
import { bundleCommand } from "./bundle.ts";

/** A test that waits for ever is ended by the first, one that spins and so cannot be ended from inside by the second. */
const testTimeoutMs = 900_000;
const runTimeoutMs = 2_700_000;

function findTestFiles(withIntegration: boolean, words: readonly string[]): string[] {
  const files = globSync("**/*.test.ts", { exclude: (path) => /(^|[/\\])(node_modules|dist|\.[^/\\]+)$/.test(path) })
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .sort();
  const integration = files.filter((file) => file.endsWith(".integration.test.ts"));
  const unit = files.filter((file) => !file.endsWith(".integration.test.ts"));
  return withIntegration ? [...integration, ...unit] : unit;
}

/** Of the processes of the tests and of all that these waited for, where the system tells it: in hundredths of a second, behind the program's name in brackets. */
function cpuTime(): string {
  const file = "/proc/self/stat";
  if (!existsSync(file)) return "";
  const [user, system] = readFileSync(file, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ")
    .slice(13, 15)
    .map(Number);
  return `, ${Math.round((user! + system!) / 100)} s of CPU time`;
}

const { values, positionals } = parseArgs({ options: { integration: { type: "boolean" } }, allowPositionals: true });
const files = findTestFiles(values.integration ?? false, positionals);
if (files.length === 0) {
  console.error("No test file matches. Without --integration only unit tests are looked at.");
  process.exit(1);
}

/** Several hundred processes load the same sources: what one has compiled the next one takes. */
const cache = join(import.meta.dirname, "../.cache");
process.env.NODE_COMPILE_CACHE ??= join(cache, "compiled");

/** Most of them are the command, which starts in half the time from the bundle that is published. What tests it alone takes it from the sources. */
if (values.integration) {
  await bundleCommand(join(cache, "tested"));
  process.env.TESTED_FLOWMESH = join(cache, "tested/main.js");
}

const failed: string[] = [];
process.on("exit", () => {
  console.log(`${Math.round(performance.now() / 1000)} s${cpuTime()}`);
  if (failed.length > 0) console.error(`\nFailed tests:\n${failed.map((test) => `  ${test}`).join("\n")}`);
});

const concurrency = Math.max(2, availableParallelism());
run({ files, concurrency, timeout: testTimeoutMs, signal: AbortSignal.timeout(runTimeoutMs) })
  .on("test:fail", ({ name, file = "", nesting }) => {
    process.exitCode = 1;
    if (nesting === 0) failed.push(`${relative(process.cwd(), file)}: ${name}`);
  })
  .compose(new spec())
  .pipe(process.stdout);
