import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { connect, type Mesh } from "@flowmesh/client";
import { startServer } from "@flowmesh/server";
import { flowmesh, temporaryFolder } from "../testing/flowmesh-process.ts";

const nowMs = Date.UTC(2030, 0, 1);

async function meshOn(t: TestContext, virtualNowMs: number | undefined, dataDir?: string): Promise<Mesh> {
  const server = await startServer({ port: 0, processMetrics: false, virtualNowMs, dataDir });
  const mesh = await connect(server.url);
  t.after(async () => {
    await mesh.close();
    await server.stop();
  });
  return mesh;
}

test("what becomes due while time passes has happened, and is on the disk, when the call is answered", async (t) => {
  const mesh = await meshOn(t, nowMs, temporaryFolder(t));
  await mesh.streams.create("events", { retentionMs: 86_400_000 });
  await mesh.buckets.create("sessions");
  await mesh.publish("events", "one");
  await mesh.kv("sessions").put("alice", 1, { ttlMs: 3_600_000 });
  assert.equal((await mesh.clock.advance(3_599_999)).getTime(), nowMs + 3_599_999);
  assert.equal((await mesh.kv("sessions").get("alice"))?.json(), 1);
  assert.equal((await mesh.clock.advance("1d")).getTime(), nowMs + 3_599_999 + 86_400_000);
  assert.equal(await mesh.kv("sessions").get("alice"), undefined);
  const { partitions } = await mesh.streams.get("events");
  assert.deepEqual([partitions[0]?.earliestOffset, partitions[0]?.nextOffset], [1, 1]);
  assert.equal((await mesh.clock.now()).getTime(), nowMs + 3_599_999 + 86_400_000);
});

test("who waits for news is answered in the machine's time while the virtual one stands still", async (t) => {
  const mesh = await meshOn(t, nowMs);
  await mesh.streams.create("events");
  const { groups, streams } = mesh.fabric;
  const { memberEpoch } = await groups.joinGroup({ group: "g", memberId: "m", streams: ["events"] });
  const beat = await groups.heartbeat({ group: "g", memberId: "m", memberEpoch, waitMs: 20 }, { timeoutMs: 10_000 });
  assert.equal(beat.memberEpoch, memberEpoch);
  const fetched = await streams.fetch({ stream: "events", partition: 0, offset: 0, waitMs: 20 }, { timeoutMs: 10_000 });
  assert.equal(fetched.batches.length, 0);
  const ended = new AbortController();
  const waiting = groups.heartbeat(
    { group: "g", memberId: "m", memberEpoch, waitMs: 20_000 },
    { signal: ended.signal },
  );
  ended.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
});

test("a member is taken for dead when its session's time has passed, and one that consumes comes back by itself", async (t) => {
  const mesh = await meshOn(t, nowMs);
  await mesh.streams.create("events");
  await mesh.fabric.groups.joinGroup({ group: "g", memberId: "dead", streams: ["events"] });
  await mesh.clock.advance("46s");
  assert.deepEqual((await mesh.groups.get("g")).members, []);
  const { promise: first, resolve: wasFirst } = Promise.withResolvers<void>();
  const { promise: second, resolve: wasSecond } = Promise.withResolvers<void>();
  const consumer = mesh.consume("events", { group: "g" }, (message) =>
    message.text() === "one" ? wasFirst() : wasSecond(),
  );
  await mesh.publish("events", "one");
  await first;
  await mesh.clock.advance("1h");
  await mesh.publish("events", "two");
  await second;
  await consumer.stop();
});

test("advances that are asked for at once follow one another, and no further than is allowed", async (t) => {
  const mesh = await meshOn(t, nowMs);
  const told = await Promise.all(["1h", "1h", "1h"].map((by) => mesh.clock.advance(by)));
  assert.deepEqual(
    told.map((now) => now.getTime() - nowMs).sort((one, other) => one - other),
    [3_600_000, 7_200_000, 10_800_000],
  );
  await assert.rejects(mesh.clock.advance("4000d"), { reason: "field_invalid" });
  await assert.rejects(mesh.clock.advance(-1), { reason: "field_invalid" });
});

test("a FlowMesh that lives by the machine's clock says that nobody moves it, and how to start one that can be moved", async (t) => {
  const mesh = await meshOn(t, undefined);
  const refusal = { reason: "clock_not_virtual", code: "failed_precondition", fix: /dev --clock virtual/ };
  await assert.rejects(mesh.clock.now(), refusal);
  await assert.rejects(mesh.clock.advance("1h"), refusal);
});

test("the command says that time goes only ahead", async (t) => {
  const cwd = temporaryFolder(t);
  for (const words of [["-1h"], ["--", "-1h"], ["-3d", "--json"]]) {
    const { code, stderr } = await flowmesh(["clock", "advance", ...words], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /time goes only ahead/);
  }
  assert.match((await flowmesh(["clock", "advance", "--bogus"], { cwd })).stderr, /unknown option '--bogus'/);
});
