/**
 * Publishes 1,707 earthquakes, reads four days of them back by their own time, keeps figures for each network, and checks them against expected.json.
 *
 *     make example                with a FlowMesh that runs (make dev)
 *     make example ARGS=--own     with one of its own, in a temporary folder
 */
import { isDeepStrictEqual } from "node:util";
import type { Mesh, Message } from "@flowmesh/client";
import { withMesh } from "../with-mesh.ts";
import { readEvents, readExpected } from "./data.ts";
import { formatFigures } from "./figures-table.ts";
import { type Earthquake, Statistics } from "./statistics.ts";

const stream = "earthquakes";

/** Publishes the events that the stream does not hold yet; keyed by network, so that those of one network keep their order. */
async function publishEvents(mesh: Mesh): Promise<void> {
  const events = await readEvents();
  await mesh.streams.ensure(stream, { partitions: 4 });
  const there = await publishedIds(mesh, new Set(events.map(({ id }) => id)));
  if (there.size > 0) console.log(`Stream ${stream} holds ${there.size} events of an earlier run.`);
  const missing = events.filter(({ id }) => !there.has(id));
  if (missing.length === 0) return;
  const startMs = performance.now();
  const records = missing.map((event) => ({ key: event.net, value: event, timestamp: new Date(event.time) }));
  await mesh.publishMany(stream, records);
  console.log(`Published ${missing.length} events in ${Math.round(performance.now() - startMs)} ms, all acknowledged.`);
}

/** What an earlier run has published, also one that was cut short. */
async function publishedIds(mesh: Mesh, known: ReadonlySet<string>): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const message of mesh.read(stream)) {
    const id = eventId(message);
    if (id === undefined || !known.has(id)) {
      throw new Error(`stream ${stream} holds other records too; ./flowmesh stream rm ${stream} removes it`);
    }
    ids.add(id);
  }
  return ids;
}

function eventId(message: Message): string | undefined {
  try {
    return message.json<Partial<Earthquake>>()?.id;
  } catch {
    return undefined;
  }
}

/** Figures of what happened from one time up to another, whatever order it was published in. */
async function readFigures(mesh: Mesh, from: string, until: string): Promise<Statistics> {
  const statistics = new Statistics();
  for await (const message of mesh.read(stream, { from: new Date(from), until: new Date(until) })) {
    const event = message.json<Earthquake>();
    if (event !== undefined) statistics.add(event);
  }
  return statistics;
}

function daysBetween(from: string, until: string): number {
  return (Date.parse(until) - Date.parse(from)) / 86_400_000;
}

/** Exit code 0 when the figures are the expected ones. */
async function run(mesh: Mesh): Promise<number> {
  const expected = await readExpected();
  await publishEvents(mesh);
  const statistics = await readFigures(mesh, expected.from, expected.until);
  const networks = statistics.networks();
  console.log(`Read ${statistics.events} events from ${expected.from} up to ${expected.until}.\n`);
  console.log(formatFigures(networks, daysBetween(expected.from, expected.until)));
  const agrees = statistics.events === expected.inRange && isDeepStrictEqual(networks, expected.networks);
  console.log(agrees ? "\nAll figures agree with expected.json." : "\nThe figures differ from expected.json.");
  return agrees ? 0 : 1;
}

process.exitCode = await withMesh("example", run);
