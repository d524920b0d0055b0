/**
 * How late timers are: a million schedules of one moment each, which come due evenly over five minutes, and each publishes a record.
 * `node bench/timers/main.ts [timers] [those that come due] [seconds]`
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, openEngine, openIndexStore, openNodeDisk, SystemClock, SystemRandom } from "@flowmesh/engine";
import { LoopWatch } from "../loop-watch.ts";
import { Percentiles } from "../percentiles.ts";

const [timers = 1_000_000, due = timers, seconds = 300] = process.argv.slice(2).map(Number);
/** So few, because what this process puts at once holds the loop that it is to watch. */
const IN_FLIGHT = 200;
const DAY_MS = 86_400_000;

async function open(folder: string): Promise<Engine> {
  const disk = await openNodeDisk(join(folder, "log"));
  const index = await openIndexStore(await openNodeDisk(join(folder, "index")));
  return openEngine({ disk, index, clock: new SystemClock(), random: new SystemRandom() });
}

/** Those that come due are spread evenly over the time, behind the moment at which the last one is put. */
async function load({ schedules }: Engine): Promise<void> {
  const operations = [{ publish: { stream: "fired", records: [{ value: Buffer.from("fired") }] } }];
  const put = (number: number, at: number): Promise<unknown> =>
    schedules.putSchedule({ schedule: `timer-${number}`, times: { at }, operations, keepFinishedMs: 0 });
  const putAll = async (first: number, end: number, atOf: (number: number) => number): Promise<void> => {
    for (let from = first; from < end; from += IN_FLIGHT)
      await Promise.all(
        Array.from({ length: Math.min(IN_FLIGHT, end - from) }, (_, index) => put(from + index, atOf(from + index))),
      );
  };
  await putAll(due, timers, (number) => Date.now() + DAY_MS + number);
  const beginMs = Date.now() + 5000 + due / 4;
  await putAll(0, due, (number) => Math.round(beginMs + (number / due) * seconds * 1000));
}

/** How late the records are, by their header, as their commits tell. */
async function lateness({ streams }: Engine): Promise<Percentiles> {
  const late = new Percentiles();
  for (let offset = 0; ; ) {
    const { records, nextPageToken } = await streams.read({ stream: "fired", partition: 0, offset, limit: 1000 });
    for (const { headers, timestamp = 0 } of records) {
      const meant = headers.find(({ name }) => name === "flowmesh-scheduled-at")?.value;
      late.add(timestamp - Date.parse(Buffer.from(meant ?? []).toString()));
    }
    offset += records.length;
    if (records.length === 0 || nextPageToken === "") return late;
  }
}

const folder = await mkdtemp(join(tmpdir(), "flowmesh-timers-"));
let engine = await open(folder);
const watch = new LoopWatch();
try {
  await engine.streams.createStream({ stream: "fired" });
  const beganMs = performance.now();
  await load(engine);
  const loadedMs = performance.now() - beganMs;
  console.log(`${timers} timers put in ${(loadedMs / 1000).toFixed(0)} s: ${watch.report()}`);
  const cpu = process.cpuUsage();
  while (engine.schedules.figures.fired < due) await new Promise((resolve) => setTimeout(resolve, 1000));
  const { user, system } = process.cpuUsage(cpu);
  console.log(`fired: ${watch.report()}; ${((user + system) / due).toFixed(0)} µs of the processor each`);
  const late = await lateness(engine);
  const { lateMs, fired } = engine.schedules.figures;
  const shown = [50, 90, 99, 99.9].map((of) => `p${of} ${late.at(of / 100).toFixed(0)} ms`);
  console.log(
    `${late.count} fired in ${seconds} s; late until their commit is made: ${shown.join(", ")}, most ${late.at(1).toFixed(0)} ms; until durable ${(lateMs / fired).toFixed(1)} ms on average`,
  );
  const reopenedMs = performance.now();
  await engine.close();
  const closedMs = performance.now();
  engine = await open(folder);
  const openedMs = performance.now();
  console.log(
    `closed in ${((closedMs - reopenedMs) / 1000).toFixed(1)} s, opened again in ${((openedMs - closedMs) / 1000).toFixed(1)} s with the ${timers - due} that are left`,
  );
} finally {
  watch.stop();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
}
