/**
 * Runs the test files: `node tools/run-tests.ts [--integration] [word...]`.
 * Words choose files whose path contains one of them.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { availableParallelism, constants, getPriority } from "node:os";
import { join, relative } from "node:path";
import { run } from "node:test";
import type { TestEvent } from "node:test/reporters";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bundleTested } from "./compiled/bundle-tested.ts";
import { lastOfBatch, TestBatches } from "./test-batches.ts";
import { TestReport } from "./test-report.ts";

/** A test that waits for ever is ended by the first, one that spins and so cannot be ended from inside by the second. */
const testTimeoutMs = 900_000;
const runTimeoutMs = 2_700_000;

/** What says how much of their work clients must get done comes before all others, and has no neighbours but its like and what gives way to it. */
const timed = ["server/flood", "server/slow-clients"];
/** What takes longest comes first of the others, so that none of it goes on alone at the end: what waits much beside what computes all the time, so that no core is idle. */
const long = [
  "sim/crash-states",
  "sdk/node/conformance",
  "engine/conformance",
  "server/wire.fuzz",
  "sim/planted-bugs",
  "examples/",
  "sdk/node/consuming/rebalance",
  "sim/",
  "server/faces/grpc/foreign",
  "fabric/conformance/mutants",
  "server/decoders.fuzz",
];

function findTestFiles(withIntegration: boolean, words: readonly string[]): string[] {
  return globSync("**/*.test.ts", { exclude: (path) => /(^|[/\\])(node_modules|dist|\.[^/\\]+)$/.test(path) })
    .filter((file) => withIntegration || !file.endsWith(".integration.test.ts"))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** Those that take longest, then integration tests, then all others: first the server's, which wait, so that at the end all cores are busy. */
function rank(file: string): number {
  const place = long.findIndex((start) => file.startsWith(start));
  if (place >= 0) return place;
  if (file.endsWith(".integration.test.ts")) return long.length;
  return long.length + (file.startsWith("server/") ? 1 : 2);
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

/** Most of them are the command, which starts in a third of the time from the bundle that is published, with what it compiles kept. What tests it alone takes it from the sources. */
if (values.integration && process.env.TESTED_FLOWMESH === undefined) await bundleTested(join(cache, "tested"));

const batches = new TestBatches(join(cache, "batches"));
const report = new TestReport(process.stdout);
const failed: string[] = [];
process.on("exit", () => {
  console.log(`${Math.round(performance.now() / 1000)} s${cpuTime()}`);
  if (failed.length > 0) console.error(`\nFailed tests:\n${failed.map((test) => `  ${test}`).join("\n")}`);
});

/**
 * Threads that help to collect garbage take a fifth more of the CPU time than they save, where other tests wait for it. And what simulations leave behind is all collected young: V8 need
 * not look at their whole heap, some seventy megabytes, each time that it has grown to twice that.
 */
const testFlags: readonly string[] = [
  "--single-threaded-gc",
  "--initial-heap-size=400",
  "--import",
  pathToFileURL(join(import.meta.dirname, "test-process.ts")).href,
];
/** For tests that simulate in a process of their own. */
process.env.TEST_FLAGS = testFlags.join(" ");
const inTime = AbortSignal.timeout(runTimeoutMs);

/** What computes all the time though it is an integration test. */
const computing: readonly string[] = ["sim/", "engine/conformance"];

function computes(file: string): boolean {
  const [first = file] = batches.membersOf(file) ?? [];
  return !first.endsWith(".integration.test.ts") || computing.some((start) => first.startsWith(start));
}

/** Places of the computing files that are under way: the first gives way least. */
const placesTaken: Set<number> = new Set();

function takePlace(): number {
  let place = 0;
  while (placesTaken.has(place)) place++;
  placesTaken.add(place);
  return place;
}

/**
 * How much what computes gives way to others, as `nice` has it. Four that compute at a time on two cores take a third more CPU time than two, as each finds its memory gone from the caches
 * whenever it goes on: so there is an order among them. And all give way to what talks to servers, and waits half of its time.
 */
function nicenessAt(place: number): number {
  return Math.min(getPriority() + 9 + 5 * place, constants.priority.PRIORITY_LOW);
}

/** Whether all of a file's tests were reported: false when it failed, or ended in the middle, without a test to blame. */
async function runFile(
  file: string,
  niceness: number = getPriority(),
  execArgv: readonly string[] = testFlags,
): Promise<boolean> {
  const events: TestEvent[] = [];
  let isWhole = !batches.has(file);
  const env = { ...process.env, TEST_NICENESS: String(niceness) };
  const options = { execArgv: [...execArgv], env, timeout: testTimeoutMs, signal: inTime };
  for await (const event of run({ files: [file], ...options })) {
    events.push(event);
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    const { name, nesting } = event.data;
    if (name === lastOfBatch) isWhole = true;
    // The file itself is reported where its process failed, or no test was.
    if (name === file) isWhole = false;
    if (event.type === "test:pass") continue;
    process.exitCode = 1;
    if (nesting === 0) failed.push(`${relative(process.cwd(), event.data.file ?? file)}: ${name}`);
  }
  await report.add(events);
  return isWhole;
}

/** The last ones share alike: else the last of all would have most of its work before it when the others are done. */
async function runInTurn(file: string, isOfLast: boolean): Promise<boolean> {
  if (!computes(file)) return runFile(file);
  if (isOfLast) return runFile(file, nicenessAt(0));
  const place = takePlace();
  try {
    return await runFile(file, nicenessAt(place));
  } finally {
    placesTaken.delete(place);
  }
}

/** What takes long and has much of its code in common: it shares a process, and with it what V8 has compiled. Each is over long before all others are. */
const together = [
  ["sim/crash-states", "sim/damage", "sim/lockstep/", "sim/simulation"],
  ["sdk/node/conformance"],
  ["engine/conformance"],
];

/** More unit tests in a process would save little more of the time that a start takes, and leave fewer batches to share out. Integration tests wait more. */
const unitsABatch = 24;
const integrationsABatch = 7;

/** All that comes behind the timed: what takes long first, alone or with its like, then the others in batches. */
function inBatches(files: readonly string[]): string[] {
  const startsLike = (starts: readonly string[]) => (file: string) => starts.some((start) => file.startsWith(start));
  const isIntegration = (file: string): boolean => file.endsWith(".integration.test.ts");
  const isLong = startsLike(long);
  const short = files.filter((file) => !isLong(file));
  const withItsLike = (file: string): string[] => {
    const starts = together.find((each) => startsLike(each)(file));
    if (starts === undefined) return [file];
    const members = files.filter(startsLike(starts));
    return file === members[0] ? batches.gather(members, members.length) : [];
  };
  return [
    ...files.filter(isLong).flatMap(withItsLike),
    ...batches.gather(short.filter(isIntegration), integrationsABatch),
    ...batches.gather(
      short.filter((file) => !isIntegration(file)),
      unitsABatch,
    ),
  ];
}

const isTimed = (file: string): boolean => timed.some((start) => file.startsWith(start));

/**
 * Runs them in this order, as many as `most` at a time; while one of the timed is under way, beside these what computes alone, and three in all. Gives those that were not whole.
 */
async function runSideBySide(files: readonly string[], most: number): Promise<string[]> {
  const waiting = [...files];
  const broken: string[] = [];
  const untilTimed = Promise.withResolvers<void>();
  let timedLeft = waiting.filter(isTimed).length;
  if (timedLeft === 0) untilTimed.resolve();
  const next = async (): Promise<string | undefined> => {
    if (timedLeft > 0) {
      const at = waiting.findIndex((file) => isTimed(file) || computes(file));
      if (at >= 0) return waiting.splice(at, 1)[0];
      await untilTimed.promise;
    }
    return waiting.shift();
  };
  const work = async (): Promise<void> => {
    for (let file = await next(); file !== undefined; file = await next()) {
      if (!(await runInTurn(file, waiting.length < most))) broken.push(file);
      if (isTimed(file) && --timedLeft === 0) untilTimed.resolve();
    }
  };
  const others = Array.from({ length: most - 3 }, () => untilTimed.promise.then(work));
  await Promise.all([work(), work(), work(), ...others]);
  return broken;
}

// Many tests wait more than they work, so there is one more than there are cores. With two more, on two cores, a fiftieth less was idle, and all took a twelfth more CPU time.
const most = Math.max(2, availableParallelism()) + 1;
const batched = [...files.filter(isTimed), ...inBatches(files.filter((file) => !isTimed(file)))];
const broken = await runSideBySide(batched, most);
// Alone, and with all its promises tracked, each of their files says which test was to blame.
const suspects = broken.flatMap((file) => batches.membersOf(file) ?? [file]);
for (const file of suspects)
  if (!(await runFile(file, getPriority(), []))) failed.push(`${file}: it ended before its tests did`);
if (broken.length > 0) process.exitCode = 1;
await report.end();
