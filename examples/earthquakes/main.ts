/**
 * Publishes 1,707 earthquakes, reads four days of them back by their own time, keeps figures for each network, and checks them against expected.json.
 *
 *     node examples/earthquakes/main.ts         with a FlowMesh that runs (./flowmesh dev)
 *     node examples/earthquakes/main.ts --own   with one of its own, in a temporary folder
 */
import { isDeepStrictEqual, parseArgs } from "node:util";
import { connect, isFlowMeshError, type Mesh } from "@flowmesh/client";
import { readEvents, readExpected } from "./data.ts";
import { formatFigures } from "./figures-table.ts";
import { startOwnFlowMesh } from "./own-flowmesh.ts";
import { type Earthquake, Statistics } from "./statistics.ts";

const stream = "earthquakes";

/** Publishes all events, unless an earlier run has; keyed by network, so that those of one network keep their order. */
async function publishEvents(mesh: Mesh): Promise<void> {
  const events = await readEvents();
  const { partitions } = await mesh.streams.ensure(stream, { partitions: 4 });
  const there = partitions.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
  if (there === events.length) {
    console.log(`Stream ${stream} holds the ${there} events of an earlier run.`);
    return;
  }
  if (there > 0)
    throw new Error(`stream ${stream} holds ${there} other records; ./flowmesh stream rm ${stream} removes it`);
  const startMs = performance.now();
  const records = events.map((event) => ({ key: event.net, value: event, timestamp: new Date(event.time) }));
  await mesh.publishMany(stream, records);
  console.log(
    `Published ${records.length} events in ${Math.round(performance.now() - startMs)} ms, each synced to disk.`,
  );
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

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { own: { type: "boolean", default: false } } });
  const own = values.own ? await startOwnFlowMesh() : undefined;
  try {
    const mesh = await connect({ url: own?.url });
    try {
      return await run(mesh);
    } finally {
      await mesh.close();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (isFlowMeshError(error, "connection_failed"))
      console.error(
        "Start FlowMesh in another terminal with ./flowmesh dev, or let the example start its own with --own.",
      );
    return 1;
  } finally {
    await own?.stop();
  }
}

process.exitCode = await main();
