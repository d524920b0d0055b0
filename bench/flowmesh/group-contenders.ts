import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type ConsumeOptions, type Consumer, connect, type Mesh, type Message } from "@flowmesh/client";
import { measure, type Progress } from "../closed-loop.ts";
import type { Contender } from "../comparison.ts";
import type { FlowMeshProcess } from "./flowmesh-process.ts";

/** How a member takes its records. */
export interface MemberWay {
  /** Records of a batch. Absent: the handler is given one at a time. */
  readonly batch?: number;
  readonly orderBy?: ConsumeOptions["orderBy"];
}

const warmupMs = 500;
/** How often it is looked whether all is consumed, so that it begins again. */
const lookMs = 20;

/** Members of one group, each with a connection of its own, consume a stream from its beginning, over and over. What the handler does costs nothing. */
export function consumeInGroup(server: FlowMeshProcess, stream: string, members: number, way: MemberWay): Contender {
  const { batch, orderBy = "partition" } = way;
  const taken = batch === undefined ? "one at a time" : `batches of ${batch}`;
  return {
    name: `FlowMesh, ${members} ${members === 1 ? "member" : "members"}, ${taken}, by ${orderBy}`,
    settings: "mesh.consume, checksums verified, cursors committed every 100 ms",
    run: (seconds) => run(server, stream, members, way, seconds),
  };
}

async function run(server: FlowMeshProcess, stream: string, members: number, way: MemberWay, seconds: number) {
  const group = `bench-${randomUUID()}`;
  const meshes = await Promise.all(Array.from({ length: members }, () => connect(server.url)));
  const progress = { count: 0, isStopping: false };
  const consumers = meshes.map((mesh) => consume(mesh, stream, group, way, progress));
  const finished = goOn(server.admin, stream, group, progress).then(() =>
    Promise.all(consumers.map((each) => each.stop())),
  );
  try {
    await allHold(server.admin, group, members);
    return await measure(
      { warmupMs, seconds, pid: server.pid },
      progress,
      finished.then(() => undefined),
    );
  } finally {
    await Promise.all(meshes.map((mesh) => mesh.close()));
    await server.admin.groups.delete(group);
  }
}

function consume(
  mesh: Mesh,
  stream: string,
  group: string,
  { batch, orderBy }: MemberWay,
  progress: Progress,
): Consumer {
  const options = { group, orderBy, concurrency: 16 };
  const count = (messages: readonly Message[]): void => {
    progress.count += messages.length;
  };
  if (batch !== undefined) return mesh.consume(stream, { ...options, batch: { records: batch } }, count);
  return mesh.consume(stream, options, () => {
    progress.count += 1;
  });
}

/** Takes the group back to the beginning whenever it has come to the end. */
async function goOn(admin: Mesh, stream: string, group: string, progress: Progress): Promise<void> {
  const { partitions } = await admin.streams.get(stream);
  const total = partitions.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
  for (let end = total; !progress.isStopping; ) {
    await wait(lookMs);
    if (progress.count < end) continue;
    await admin.groups.reset(group, stream, "earliest");
    end = progress.count + total;
  }
}

async function allHold(admin: Mesh, group: string, members: number): Promise<void> {
  for (;;) {
    const found = await admin.groups.get(group).catch(() => undefined);
    if (found?.state === "stable" && found.members.length === members) return;
    await wait(lookMs);
  }
}
