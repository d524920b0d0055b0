/** `make bench`: measures FlowMesh beside the bare log server, in one interleaved run. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startBareProcess } from "./bare/bare-process.ts";
import { type ComparisonResult, runComparison } from "./comparison.ts";
import { type Arena, comparisons, retentionBytes, sharedKeys, sharedRecords, streams } from "./comparisons.ts";
import { type FlowMeshProcess, startFlowMeshProcess } from "./flowmesh/flowmesh-process.ts";
import { describeMachine } from "./machine.ts";
import { type BenchOptions, optionsOrUsage } from "./options.ts";
import { startRedisProcess } from "./peers/redis-process.ts";
import { topSelfTimes } from "./profile.ts";
import { alignRows, formatNumber, formatSummary } from "./summary.ts";

const segmentBytes = 32 * 2 ** 20;
const bareSegments = 16;
const profiledFunctions = 25;

const options = optionsOrUsage(process.argv.slice(2));
if (options !== undefined) process.exitCode = await main(options);

/** A missed target is shown. With --check it also ends in exit code 1. */
async function main(options: BenchOptions): Promise<number> {
  const parent = options.folder ?? fileURLToPath(new URL("../.cache", import.meta.url));
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "bench-"));
  const talk = options.json ? console.error : console.log;
  const machine = describeMachine(folder);
  talk(machine.join("\n"));
  try {
    const results = await measureAll(options, folder, talk);
    if (options.json) console.log(JSON.stringify({ machine, options, results }, null, 2));
    else console.log(`\n${formatSummary(results)}`);
    if (options.profile) talk(formatProfile(join(folder, "profile")));
    const isMet = results.every(({ targets }) => targets.every((target) => target.isMet));
    return isMet || !options.check ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(
  options: BenchOptions,
  folder: string,
  talk: (line: string) => void,
): Promise<ComparisonResult[]> {
  const bareFolder = join(folder, "bare");
  mkdirSync(bareFolder);
  const bare = await startBareProcess({ folder: bareFolder, segments: bareSegments, segmentBytes });
  const profileFolder = options.profile ? join(folder, "profile") : undefined;
  const flowmesh = await startFlowMeshProcess({ folder: join(folder, "flowmesh"), profileFolder });
  const redis = await startRedisProcess(join(folder, "redis"));
  if (redis === undefined)
    talk(
      "no redis-server on this machine (Debian: apt-get install redis-server): the rows of Redis and BullMQ are left out",
    );
  try {
    await prepare(flowmesh, options.recordBytes);
    const readsShared = options.only.length === 0 || ["groups", "rest"].some((word) => options.only.includes(word));
    if (readsShared) await fillShared(flowmesh, options.recordBytes);
    return await runChosen(options, { bare, flowmesh, redis, recordBytes: options.recordBytes }, talk);
  } finally {
    await flowmesh.stop();
    await bare.stop();
    await redis?.stop();
  }
}

async function runChosen(
  options: BenchOptions,
  arena: Arena,
  talk: (line: string) => void,
): Promise<ComparisonResult[]> {
  const all = comparisons(arena);
  const results: ComparisonResult[] = [];
  for (const [word, comparison] of Object.entries(all)) {
    if (options.only.length > 0 && !options.only.includes(word)) continue;
    const { rounds, seconds } = options;
    const onRun = (contender: string, round: number, value: number): void =>
      talk(`round ${round}  ${comparison.name}  ${contender}: ${formatNumber(value)} ${comparison.unit}`);
    results.push(await runComparison(comparison, { rounds, seconds, onRun }));
  }
  const { log } = await arena.flowmesh.admin.status();
  talk(
    `FlowMesh's log: segments ${log?.firstSegment} to ${log?.lastSegment} of ${segmentBytes / 2 ** 20} MiB, the earlier ones used again`,
  );
  return results;
}

/** Creates the streams, and publishes until retention has begun to give segments back, so that writes meet used segments as they do in a log that has run for long. */
async function prepare({ admin }: FlowMeshProcess, recordBytes: number): Promise<void> {
  for (const [name, partitions] of Object.entries(streams))
    await admin.streams.create(name, { partitions, retentionBytes });
  const batch = Array.from({ length: 1_000 }, () => ({ value: Buffer.alloc(recordBytes, 7) }));
  const batches = Math.ceil((1.5 * retentionBytes) / (batch.length * recordBytes));
  for (let sent = 0; sent < batches; sent += 1) await admin.publishMany("batches", batch);
  while ((await admin.status()).log?.firstSegment === 1) await wait(100);
}

/** What is read while others write: by key, spread over all partitions. */
async function fillShared({ admin }: FlowMeshProcess, recordBytes: number): Promise<void> {
  const batch = Array.from({ length: 10_000 }, (_, index) => {
    return { value: Buffer.alloc(recordBytes, 7), key: `key ${index % sharedKeys}` };
  });
  for (let sent = 0; sent < sharedRecords; sent += batch.length) await admin.publishMany("shared", batch);
}

function formatProfile(folder: string): string {
  const rows = topSelfTimes(folder, profiledFunctions).map(({ name, place, share }) => [
    `${(share * 100).toFixed(1)} %`,
    name,
    place,
  ]);
  return ["The server's CPU time by function, without what it called:", ...alignRows(rows)].join("\n  ");
}
