import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { newWorld, openWorld } from "../../testing/engine-world.ts";

const sessionTimeoutMs = 10_000;

test("who joins again has its whole session time from then on", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "events" });
  const join = { group: "g", memberId: "m", streams: ["events"], sessionTimeoutMs };
  await engine.groups.joinGroup(join);
  await world.clock.advance(sessionTimeoutMs - 100);
  const { memberEpoch } = await engine.groups.joinGroup(join);
  await world.clock.advance(sessionTimeoutMs - 100);
  await engine.groups.heartbeat({ group: "g", memberId: "m", memberEpoch });
  await world.clock.advance(sessionTimeoutMs + 1);
  const gone = engine.groups.heartbeat({ group: "g", memberId: "m", memberEpoch });
  await assert.rejects(gone, (error) => isFlowMeshError(error, "member_unknown"));
  await engine.close();
});

test("one that is fenced does not keep the member alive whose id it uses", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "events" });
  const join = { group: "g", memberId: "m", streams: ["events"], sessionTimeoutMs };
  const { memberEpoch } = await engine.groups.joinGroup(join);
  await engine.groups.joinGroup(join);
  const beat = { group: "g", memberId: "m", memberEpoch };
  await world.clock.advance(sessionTimeoutMs - 100);
  await assert.rejects(engine.groups.heartbeat(beat), (error) => isFlowMeshError(error, "member_fenced"));
  await world.clock.advance(101);
  await assert.rejects(engine.groups.heartbeat(beat), (error) => isFlowMeshError(error, "member_unknown"));
  await engine.close();
});
