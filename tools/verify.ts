/**
 * `make verify` and, with --integration, `make test`: the static checks two at a time, then the tests.
 * Goes on after a failure, so that one run shows everything there is to repair.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleTested } from "./compiled/bundle-tested.ts";
import { checkBreaking } from "./verify/breaking-check.ts";
import { type Check, commandCheck } from "./verify/check.ts";
import { checkGenerated } from "./verify/generated-check.ts";

const bin = "node_modules/.bin";
const node = process.execPath;

const checks: readonly Check[] = [
  { name: "generated code is up to date", run: () => checkGenerated(node, "contract/generate.ts") },
  commandCheck("format and lint", `${bin}/biome`, "check", "--error-on-warnings"),
  // One thread that seldom looks for garbage takes two thirds of the CPU time, and no more memory than several; the other core has other checks.
  commandCheck("types", "env", "GOGC=400", `${bin}/tsc`, "-p", ".", "--singleThreaded"),
  commandCheck("contract lint", `${bin}/buf`, "lint", "contract"),
  { name: "contract breaks nobody", run: () => checkBreaking(`${bin}/buf`) },
  commandCheck("unused code", `${bin}/knip`, "--no-progress"),
];

/** What the integration tests run in hundreds of processes, made while the checks leave a core free. */
const bundling: Check = {
  name: "the command can be bundled",
  run: async () => {
    try {
      await bundleTested(join(import.meta.dirname, "../.cache/tested"));
      return { passed: true, output: "" };
    } catch (error) {
      return { passed: false, output: String(error) };
    }
  },
};

async function runChecks(waiting: Check[]): Promise<string[]> {
  const failed: string[] = [];
  const lane = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const startMs = performance.now();
      const { passed, output } = await check.run();
      const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
      console.log(`${passed ? "ok    " : "FAILED"}  ${check.name} (${seconds} s)`);
      if (!passed) {
        failed.push(check.name);
        console.log(output.trimEnd());
      }
    }
  };
  await Promise.all([lane(), lane()]);
  return failed;
}

function runTests(args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(node, ["--disable-warning=ExperimentalWarning", "tools/run-tests.ts", ...args], {
      stdio: "inherit",
    });
    child.on("close", (status) => resolve(status === 0));
  });
}

const { values } = parseArgs({ options: { integration: { type: "boolean", default: false } } });
const failed = await runChecks(values.integration ? [...checks, bundling] : [...checks]);
if (!(await runTests(values.integration ? ["--integration"] : []))) failed.push("tests");
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(", ")}.`);
  process.exitCode = 1;
}
