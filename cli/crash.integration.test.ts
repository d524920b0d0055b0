import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { connect, type Mesh } from "@flowmesh/client";
import { CurlPublisher, type CurlRecord } from "./testing/curl-publisher.ts";
import { ServerProcess, temporaryFolder } from "./testing/flowmesh-process.ts";
import { RecordLedger } from "./testing/record-ledger.ts";

const kills = 20;
/** Publishes of the client that are under way at any time, and so at each kill. */
const inFlight = 300;
/** Acknowledgements of a round, at one of which the process is killed: a different one each time. */
const killsBetween = [100, 1_200] as const;
/** More than curl can send before the kill. */
const curlRecordsARound = 3_000;

interface Earthquake {
  readonly id: string;
  readonly net: string;
}

const events = readFileSync(new URL("../examples/earthquakes/earthquakes.ndjson", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Earthquake);

/** An event as it is published in one of many rounds: under an id of its own. */
function record(round: number, index: number): CurlRecord {
  const event = events[index]!;
  const id = `${round}:${event.id}`;
  return { id, key: event.net, value: { ...event, id } };
}

/** Publishes all events through the client, some hundred at a time; `acknowledged` hears their number after each. */
async function publishRound(
  mesh: Mesh,
  ledger: RecordLedger,
  round: number,
  acknowledged: (count: number) => void,
): Promise<void> {
  let next = 0;
  let count = 0;
  const lane = async (): Promise<void> => {
    while (next < events.length) {
      const { id, key, value } = record(round, next++);
      ledger.published(id);
      ledger.acknowledged(id, await mesh.publish(ledger.stream, value, { key }));
      acknowledged(++count);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

/** Gives curl the records that it has not had acknowledged, in their order. */
function publishByCurl(server: ServerProcess, ledger: RecordLedger, count: number): CurlPublisher {
  const from = ledger.acknowledgedCount;
  const records = Array.from({ length: count }, (_, at) =>
    record(Math.floor((from + at) / events.length), (from + at) % events.length),
  );
  for (const { id } of records) ledger.published(id);
  const url = `${server.ready.http}/v1/streams/${ledger.stream}/records`;
  return new CurlPublisher(url, records, ({ id }, place) => ledger.acknowledged(id, place));
}

test("killed twenty times while publishes are in flight, it has every acknowledged event once, in order per key", async (t) => {
  const folder = temporaryFolder(t);
  const start = (port: string): Promise<ServerProcess> =>
    ServerProcess.start(t, folder, ["start", "--insecure", "--data-dir", "data", "--port", port]);
  let server = await start("0");
  const { port } = new URL(server.ready.http);
  // These live through all the kills, and make up for them by themselves.
  const publishers = await Promise.all([
    connect(server.ready.url),
    connect({ url: server.ready.url, batching: false }),
  ]);
  for (const stream of ["by-client", "by-curl"]) await publishers[0].streams.create(stream, { partitions: 4 });
  const byClient = new RecordLedger("by-client");
  const byCurl = new RecordLedger("by-curl");
  const inFlightAtKills: number[] = [];
  let killsOfCurl = 0;
  const checked = async (): Promise<void> => {
    const mesh = await connect(server.ready.url);
    await byClient.check(mesh);
    await byCurl.check(mesh);
    await mesh.close();
  };

  for (let round = 0; round < kills; round += 1) {
    const killed = server;
    const before = byCurl.acknowledgedCount;
    const curl = publishByCurl(killed, byCurl, curlRecordsARound);
    await curl.begun;
    const [least, most] = killsBetween;
    const killAt = Math.floor(least + ((most - least) * round) / (kills - 1));
    const publishing = publishRound(publishers[round % 2]!, byClient, round, (count) => {
      if (count === killAt) killed.kill("SIGKILL");
    });
    assert.deepEqual(await killed.closed(), { code: null, signal: "SIGKILL" });
    await curl.finished;
    const byCurlInRound = byCurl.acknowledgedCount - before;
    if (byCurlInRound > 0 && byCurlInRound < curlRecordsARound) killsOfCurl += 1;
    inFlightAtKills.push(byClient.publishedCount - byClient.acknowledgedCount);
    server = await start(port);
    await checked();
    await publishing;
  }

  await publishByCurl(server, byCurl, Math.max(0, events.length - byCurl.acknowledgedCount)).finished;
  const mesh = await connect(server.ready.url);
  assert.equal(await byClient.check(mesh), kills * events.length);
  assert.equal(byClient.acknowledgedCount, kills * events.length);
  assert.ok(byCurl.acknowledgedCount >= events.length, `curl published ${byCurl.acknowledgedCount} events`);
  await byCurl.check(mesh);
  for (const each of [...publishers, mesh]) await each.close();
  assert.equal(inFlightAtKills.length, kills);
  assert.ok(Math.min(...inFlightAtKills) >= 100, `in flight at the kills: ${inFlightAtKills.join(", ")}`);
  assert.ok(killsOfCurl === kills, `curl was in the middle of publishing at ${killsOfCurl} kills`);
  t.diagnostic(`${kills} kills while curl was publishing, ${Math.min(...inFlightAtKills)} or more publishes in flight`);
});
