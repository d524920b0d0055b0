/**
 * While 1,707 earthquakes come in, the latest one of each network is kept in a bucket, which is watched live, and each strong one becomes a job: state, job and place in the stream are one
 * commit. A worker sends the alerts. At the end what was seen is compared with expected.json.
 *
 *     make alerts                with a FlowMesh that runs (make dev)
 *     make alerts ARGS=--own     with one of its own, in a temporary folder
 */
import { isDeepStrictEqual } from "node:util";
import { type Consumer, type Entry, isFlowMeshError, type Mesh, type Worker } from "@flowmesh/client";
import { withMesh } from "../with-mesh.ts";
import { type Expected, readEvents, readExpected } from "./data.ts";
import type { Earthquake } from "./statistics.ts";

const stream = "earthquakes-live";
const bucket = "latest-earthquakes";
const queue = "earthquake-alerts";
const group = "earthquake-desk";

/** Removes what an earlier run has left, and makes all anew. */
async function setUp(mesh: Mesh): Promise<void> {
  const gone = [
    ["group_not_found", () => mesh.groups.delete(group)],
    ["stream_not_found", () => mesh.streams.delete(stream)],
    ["bucket_not_found", () => mesh.buckets.delete(bucket)],
    ["queue_not_found", () => mesh.queues.delete(queue)],
  ] as const;
  for (const [reason, remove] of gone)
    await remove().catch((error) => {
      if (!isFlowMeshError(error, reason)) throw error;
    });
  await mesh.streams.create(stream, { partitions: 4 });
  await mesh.buckets.create(bucket);
  await mesh.queues.create(queue);
}

/** Keeps the latest event of each network, and asks for an alert for each strong one. Those of one network come in order. */
function startDesk(mesh: Mesh, { alertFrom }: Expected): Consumer {
  return mesh.consume(stream, { group, orderBy: "key", concurrency: 8 }, async (message, { commit }) => {
    const event = message.json<Earthquake>()!;
    await commit((tx) => {
      tx.put(bucket, event.net, event);
      if (event.mag !== null && event.mag >= alertFrom)
        tx.enqueue(queue, event, { key: event.net, priority: Math.min(9, Math.floor(event.mag)), dedupeId: event.id });
    });
  });
}

/** Sends alerts, which is to remember them here. */
function startAlerts(mesh: Mesh, sent: string[]): Worker {
  return mesh.worker(queue, { concurrency: 4 }, (job) => {
    const { id, mag, place } = job.json<Earthquake>()!;
    sent.push(id);
    return `M ${mag}, ${place}`;
  });
}

/** Sees every network's latest event, live, until it is the last one of each. */
async function watchLatest(mesh: Mesh, { latest }: Expected): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  for await (const entry of mesh.kv(bucket).watch()) {
    seen.set(entry.key, idOf(entry));
    if (isDeepStrictEqual(Object.fromEntries([...seen].sort()), latest)) break;
  }
  return seen;
}

function idOf(entry: Entry): string {
  return entry.json<Earthquake>()!.id;
}

/** Waits until every alert is sent. */
async function allSent(mesh: Mesh): Promise<string[]> {
  const texts: string[] = [];
  for await (const { job } of mesh.queues.jobs(queue)) texts.push((await mesh.queues.result<string>(queue, job))!);
  return texts;
}

/** Exit code 0 when all is as expected. */
async function run(mesh: Mesh): Promise<number> {
  const [events, expected] = await Promise.all([readEvents(), readExpected()]);
  await setUp(mesh);
  const sent: string[] = [];
  const desk = startDesk(mesh, expected);
  const alerts = startAlerts(mesh, sent);
  try {
    const watching = watchLatest(mesh, expected);
    const records = events.map((event) => ({ key: event.net, value: event, timestamp: new Date(event.time) }));
    await mesh.publishMany(stream, records);
    const seen = await watching;
    console.log(
      `${events.length} earthquakes came in; the latest of each of ${seen.size} networks was watched live.\n`,
    );
    const texts = await allSent(mesh);
    console.log(`${texts.length} alerts from magnitude ${expected.alertFrom} on:`);
    for (const text of texts) console.log(`  ${text}`);
    const agrees = isDeepStrictEqual(sent.toSorted(), expected.alerts);
    console.log(
      agrees ? "\nLatest events and alerts agree with expected.json." : "\nThe alerts differ from expected.json.",
    );
    return agrees ? 0 : 1;
  } finally {
    await Promise.all([desk.stop(), alerts.stop()]);
  }
}

process.exitCode = await withMesh("alerts", run);
