/**
 * Three workers, each a process of its own, share 1,707 earthquakes as one group, in the order of the networks that reported them. Half-way one of them is killed;
 * the others go on. At the end it is checked that every event was handled, each network's in order, and none twice but what the killed worker had not committed.
 *
 *     make group                with a FlowMesh that runs (make dev)
 *     make group ARGS=--own     with one of its own, in a temporary folder
 */
import { setTimeout } from "node:timers/promises";
import { isFlowMeshError, type Mesh } from "@flowmesh/client";
import { withMesh } from "../with-mesh.ts";
import { readEvents } from "./data.ts";
import { type HandledEvent, judge } from "./judge.ts";
import type { Earthquake } from "./statistics.ts";
import { Workers } from "./workers.ts";

const stream = "earthquakes-shared";
const group = "earthquake-workers";
const labels = ["worker 1", "worker 2", "worker 3"];

/** Removes what an earlier run has left. */
async function clear(mesh: Mesh): Promise<void> {
  await mesh.groups.delete(group).catch(ignoring("group_not_found"));
  await mesh.streams.delete(stream).catch(ignoring("stream_not_found"));
}

function ignoring(reason: "group_not_found" | "stream_not_found"): (error: unknown) => void {
  return (error) => {
    if (!isFlowMeshError(error, reason)) throw error;
  };
}

/** Waits until every worker holds partitions. */
async function allAtWork(mesh: Mesh): Promise<void> {
  for (;;) {
    const found = await mesh.groups.get(group).catch(ignoring("group_not_found"));
    if (found?.state === "stable" && found.members.length === labels.length) return;
    await setTimeout(50);
  }
}

async function allFinished(mesh: Mesh): Promise<void> {
  while ((await mesh.groups.get(group)).lagRecords > 0) await setTimeout(50);
}

async function publish(mesh: Mesh, events: readonly Earthquake[]): Promise<void> {
  const records = events.map((event) => ({ key: event.net, value: event, timestamp: new Date(event.time) }));
  await mesh.publishMany(stream, records);
}

/** Exit code 0 when all is as it should be. */
async function run(mesh: Mesh, url: string | undefined): Promise<number> {
  const events = await readEvents();
  await clear(mesh);
  await mesh.streams.create(stream, { partitions: 6 });
  const workers = new Workers();
  try {
    for (const label of labels) workers.start(label, stream, group, url);
    await allAtWork(mesh);
    await publish(mesh, events);
    await workers.reach(Math.ceil(events.length / 2));
    const killed = workers.handled.at(-1)!.worker;
    await workers.end(killed, "SIGKILL");
    const { cursors } = await mesh.groups.get(group);
    console.log(`Three workers share ${events.length} events; ${killed} was killed after ${workers.handled.length}.`);
    await workers.reach(events.length);
    await allFinished(mesh);
    const codes = await workers.endAll("SIGTERM");
    const { problems, duplicates } = judge({
      published: events.map(({ id }) => id),
      handled: workers.handled,
      killed,
      cursors,
    });
    console.log(`\n${formatWorkers(workers.handled)}\n`);
    for (const problem of problems.slice(0, 10)) console.log(problem);
    if (problems.length > 0 || codes.some((code) => code !== 0)) return 1;
    const twice = `${duplicates} twice, which ${killed} had not committed`;
    console.log(`Every event was handled, each network's in order; ${twice}.`);
    return 0;
  } finally {
    await workers.endAll("SIGKILL");
  }
}

function formatWorkers(handled: readonly HandledEvent[]): string {
  const lines = labels.map((label) => {
    const own = handled.filter(({ worker }) => worker === label);
    const networks = [...new Set(own.map(({ key }) => key))].sort();
    return `${label}${String(own.length).padStart(8)}  ${networks.join(" ")}`;
  });
  return ["           events  of networks", ...lines].join("\n");
}

process.exitCode = await withMesh("group", run);
