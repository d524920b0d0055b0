import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { encodeGrpcMessage, frameTypes, grpcHead } from "@flowmesh/contract/internal";
import { FramesClient } from "../testing/frames-client.ts";
import { GrpcClient } from "../testing/grpc-client.ts";
import { startedServer } from "../testing/started-server.ts";

const getStatus = methods.getStatus as unknown as AnyMethod;
const subscribe = methods.subscribe as unknown as AnyMethod;
const live = { stream: "s", live: true, cursors: [{ partition: 0, offset: 0 }] };

test("calls that stay open are bounded over all connections and faces together, also those that no token is asked for, and their room comes back", async (t) => {
  const server = await startedServer(t, { limits: { calls: 6 } });
  await server.fabric.streams.createStream({ stream: "s", partitions: 1 });
  const grpc = [await GrpcClient.open(t, server.port), await GrpcClient.open(t, server.port)];
  const watches = [];
  for (const client of [...grpc, ...grpc]) {
    const watch = client.begin("/grpc.health.v1.Health/Watch");
    watch.stream.end(grpcHead(0, false));
    await watch.received(1);
    watches.push(watch);
  }
  const frames = await FramesClient.open(t, server.port);
  for (const id of [frames.send(subscribe, live), frames.send(subscribe, live)])
    assert.equal((await frames.nextOf(id)).type, frameTypes.item);

  const isRefused = async (): Promise<void> => {
    await assert.rejects(frames.call("getStatus", {}), { reason: "overloaded" });
    assert.equal((await grpc[0]!.call(getStatus, {})).error?.reason, "overloaded");
    const watch = await grpc[1]!.begin("/grpc.health.v1.Health/Watch").send([grpcHead(0, false)]);
    assert.equal(watch.error?.reason, "overloaded");
    const response = await fetch(`${server.httpUrl}/v1/streams`);
    assert.deepEqual([response.status, ((await response.json()) as { reason: string }).reason], [429, "overloaded"]);
    assert.equal((await fetch(`${server.httpUrl}/health/ready`)).status, 200, "who restarts it is told the truth");
  };
  await isRefused();
  watches[0]!.stream.close();
  await watches[0]!.result.catch(() => undefined);
  const next = grpc[0]!.begin(`/${subscribe.fullName}`);
  for (const chunk of encodeGrpcMessage(subscribe.request, live)) next.stream.write(chunk);
  next.stream.end();
  await next.received(1);
  await isRefused();
  grpc[0]!.session.destroy();
  frames.socket.destroy();
  await frames.closed;
  const other = await FramesClient.open(t, server.port);
  assert.equal((await other.call("getStatus", {})).state, "serving");
});
