/**
 * A bucket that is larger than the memory of its server: filled, written again in part, read in every way, opened again. Where a control group can be made, it limits the server's memory, pages of
 * files among it. `node bench/bucket/main.ts [entries] [value bytes] [limit in MiB]`
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FlowMeshProcess, startFlowMeshProcess } from "../flowmesh/flowmesh-process.ts";
import { limitedGroup } from "./memory-limit.ts";
import { ServerWatch } from "./server-watch.ts";

const [entries = 1_048_576, valueBytes = 1024, limitMib = 256] = process.argv.slice(2).map(Number);
const bucket = "large";
const A_COMMIT = Math.max(1, Math.min(100, Math.floor(2 ** 20 / valueBytes)));
const IN_FLIGHT = 8;
const READS = Math.min(20_000, entries, Math.floor(2 ** 28 / valueBytes));
const READS_IN_FLIGHT = 64;

// As the launcher sets it. Node would else need 30 MB to strip the types of the program at each start.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("../../.cache/compiled", import.meta.url));

const group = limitedGroup(limitMib * 2 ** 20);
console.log(
  group === undefined ? "no limit: no control group can be made" : `the server has ${limitMib} MiB of memory`,
);
const folder = await mkdtemp(join(tmpdir(), "flowmesh-bucket-"));
const open = (): Promise<FlowMeshProcess> =>
  startFlowMeshProcess({ folder: join(folder, "data"), group: group?.folder });

async function timed(what: string, count: number, work: (server: FlowMeshProcess) => Promise<unknown>): Promise<void> {
  const watch = new ServerWatch(server, bucket);
  const beganMs = performance.now();
  await work(server).catch(async (error) => {
    await watch.stop().catch(() => undefined);
    throw error;
  });
  const seconds = (performance.now() - beganMs) / 1000;
  console.log(`${what}: ${seconds.toFixed(1)} s, ${Math.round(count / seconds)}/s; ${await watch.stop()}`);
}

/** Spread over all keys, so that neighbours in time are none in the bucket. */
const keyOf = (number: number): string => `user:${String((number * 7_919) % entries).padStart(8, "0")}`;

async function concurrently(count: number, inFlight: number, one: (number: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

const put = ({ admin }: FlowMeshProcess, count: number, salt: number): Promise<void> =>
  concurrently(Math.ceil(count / A_COMMIT), IN_FLIGHT, (commit) => {
    const length = Math.min(A_COMMIT, count - commit * A_COMMIT);
    const operations = Array.from({ length }, (_, at) => {
      const number = commit * A_COMMIT + at;
      return { put: { bucket, key: keyOf(number), value: Buffer.alloc(valueBytes, `${number}.${salt}.`) } };
    });
    return admin.fabric.commit({ operations });
  });

const readAtRandom = ({ admin }: FlowMeshProcess): Promise<void> =>
  concurrently(READS, READS_IN_FLIGHT, (number) => admin.fabric.kv.get({ bucket, key: keyOf(number * 104_729) }));

async function list({ admin }: FlowMeshProcess): Promise<void> {
  let [count, pageToken] = [0, ""];
  do {
    const page = await admin.fabric.kv.listEntries({ bucket, pageSize: 500, pageToken });
    count += page.entries.length;
    pageToken = page.nextPageToken;
  } while (pageToken !== "" && count < READS);
}

/** Takes what is told from there on until it has caught up, or so much. */
async function follow({ admin }: FlowMeshProcess, from: { afterRevision?: number }, most: number): Promise<void> {
  let count = 0;
  for await (const { changes, caughtUp } of admin.fabric.kv.watch({ bucket, ...from })) {
    count += changes.length;
    if (caughtUp || count >= most) return;
  }
}

let server = await open();
try {
  await server.admin.fabric.kv.createBucket({ bucket });
  await timed("filled", entries, (on) => put(on, entries, 0));
  const { revision: afterRevision } = await server.admin.fabric.kv.listEntries({ bucket, pageSize: 1 });
  const third = Math.floor(entries / 3);
  await timed("a third put again", third, (on) => put(on, third, 1));
  await timed("read at random", READS, readAtRandom);
  await timed("listed", READS, list);
  await timed("watched from a snapshot", READS, (on) => follow(on, {}, READS));
  await timed("watched from a revision", third, (on) => follow(on, { afterRevision }, third));
  const beganMs = performance.now();
  await server.stop();
  const stoppedMs = performance.now();
  server = await open();
  const shown = [stoppedMs - beganMs, performance.now() - stoppedMs].map((ms) => (ms / 1000).toFixed(1));
  console.log(`stopped in ${shown[0]} s, started again in ${shown[1]} s, with Node`);
  await timed("read at random", READS, readAtRandom);
  if (group !== undefined) console.log(group.report());
} finally {
  await server.stop().finally(async () => {
    group?.remove();
    await rm(folder, { recursive: true, force: true });
  });
}
