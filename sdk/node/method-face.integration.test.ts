import assert from "node:assert/strict";
import { connect } from "node:http2";
import { type TestContext, test } from "node:test";
import { type AnyCallStream, type AnyMethod, callStreams, methods } from "@flowmesh/contract";
import { encodeGrpcMessage } from "@flowmesh/contract/internal";
import { encodeBatch, isFlowMeshError } from "@flowmesh/fabric";
import { RemoteFabric } from "./remote/remote-fabric.ts";
import type { TransportName } from "./remote/transport.ts";
import { ServerProcess } from "./testing/server-process.ts";

const transports: readonly TransportName[] = ["frames", "grpc", "http"];
const batch = encodeBatch([{ value: Buffer.from("1"), timestampMs: 1 }]);

/** Fields without which a request does not leave the client, or would wait. */
const requests: Readonly<Record<string, object>> = {
  append: { batch },
  joinGroup: { streams: ["shown"], memberId: "m" },
  subscribe: { cursors: [{ partition: 0, offset: 0 }] },
  put: { value: Buffer.from("1") },
  getMany: { keys: ["k"] },
  listJobs: { key: Buffer.from("k") },
  reserve: { workerId: "w" },
  resetGroup: { anchor: "earliest", preview: true },
  commit: { operations: [{ publish: { stream: "shown", records: [{}] } }] },
};

test("every method is served through every face: the server has counted a call of each", async (t) => {
  const server = await ServerProcess.start();
  t.after(() => server.remove());
  const before = await countsOf(server);
  for (const transport of transports) await callEveryMethod(server, transport);
  const after = await countsOf(server);
  const rows = Object.values(methods).map((method: AnyMethod) => ({
    method: method.fullName,
    served: transports.map(
      (face) => (after.get(`${method.fullName} ${face}`) ?? 0) > (before.get(`${method.fullName} ${face}`) ?? 0),
    ),
  }));
  showTable(t, rows);
  assert.deepEqual(
    [...facesOf(after)].sort(),
    [...transports].sort(),
    "a transport for every face that the server counts",
  );
  assert.deepEqual(
    rows.filter(({ served }) => served.includes(false)),
    [],
  );
});

test("a stream of calls is served by gRPC, whose requests count as the calls they are, and by no other face", async (t) => {
  const server = await ServerProcess.start();
  t.after(() => server.remove());
  const { host, port } = server.address;
  for (const callStream of Object.values(callStreams) as unknown as AnyCallStream[]) {
    const request = { request: callStream.carries.request.create() };
    assert.equal(await grpcStatusOf(`http://${host}:${port}`, callStream, request), 0, callStream.name);
    const counts = await countsOf(server);
    assert.equal(counts.get(`${callStream.carries.fullName} grpc`), 1, "one call of the method that it carries");
    const rest = await fetch(`http://${host}:${port}/${callStream.fullName}`, { method: "POST" });
    assert.equal(rest.status, 404, "REST has no route for it");
    const served = (Object.values(methods) as AnyMethod[]).map(({ fullName }) => fullName);
    assert.ok(!served.includes(callStream.fullName), "frames have no number for it");
    t.diagnostic(`${callStream.fullName}: frames no, grpc yes, http no`);
  }
});

/** How a stream of one request ended. */
async function grpcStatusOf(
  url: string,
  { fullName, request: codec }: AnyCallStream,
  request: object,
): Promise<number> {
  const session = connect(url);
  const stream = session.request({ ":method": "POST", ":path": `/${fullName}`, "content-type": "application/grpc" });
  try {
    stream.resume().end(Buffer.concat(encodeGrpcMessage(codec, request)));
    return await new Promise<number>((resolve, reject) => {
      stream.on("trailers", (trailers) => resolve(Number(trailers["grpc-status"])));
      stream.on("close", () => reject(new Error("the stream ended without a status")));
      session.on("error", reject);
    });
  } finally {
    session.destroy();
  }
}

/** What a call comes to does not matter here, but that the server answers it, with a response or one of its errors. */
async function callEveryMethod(server: ServerProcess, transport: TransportName): Promise<void> {
  const fabric = new RemoteFabric(server.address, { transport });
  const services = {
    ...fabric.streams,
    ...fabric.groups,
    ...fabric.kv,
    ...fabric.queues,
    ...fabric.schedules,
    ...fabric.lineage,
    ...fabric.operations,
    ...fabric.deadLetters,
    ...fabric.system,
    commit: fabric.commit.bind(fabric),
  } as unknown as Record<string, (request: object) => Promise<object> | AsyncIterable<object>>;
  try {
    for (const method of Object.values(methods) as AnyMethod[]) {
      const request = {
        stream: "shown",
        group: "shown",
        memberId: "m",
        bucket: "shown",
        queue: "shown",
        schedule: "shown",
        job: "0",
        operation: "1",
        key: "k",
        ...requests[method.property],
      };
      const fields = new Set(method.request.fields.map(({ property }) => property));
      const known = Object.fromEntries(Object.entries(request).filter(([name]) => fields.has(name)));
      await answered(services[method.property]!(known)).catch((error: unknown) => {
        assert.ok(
          isFlowMeshError(error) && error.code !== "unimplemented" && error.code !== "internal",
          `${method.name} over ${transport}: ${error}`,
        );
      });
    }
  } finally {
    await fabric.close();
  }
}

async function answered(answer: Promise<object> | AsyncIterable<object>): Promise<void> {
  if (answer instanceof Promise) await answer;
  else for await (const _ of answer) return;
}

/** Calls by method and face, as the server's metrics tell. */
async function countsOf({ address }: ServerProcess): Promise<Map<string, number>> {
  const text = await (await fetch(`http://${address.host}:${address.port}/metrics`)).text();
  const counts = new Map<string, number>();
  for (const [, labels = "", value] of text.matchAll(/^flowmesh_rpc_server_calls_total\{([^}]*)\} (\d+)$/gm)) {
    const label = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1] ?? "";
    const key = `${label("rpc_method")} ${label("face")}`;
    counts.set(key, (counts.get(key) ?? 0) + Number(value));
  }
  return counts;
}

function facesOf(counts: ReadonlyMap<string, number>): Set<string> {
  return new Set([...counts.keys()].map((key) => key.split(" ")[1]!));
}

function showTable(t: TestContext, rows: readonly { method: string; served: readonly boolean[] }[]): void {
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(44)} ${cells.map((cell) => cell.padEnd(7)).join("")}`;
  t.diagnostic(line("method", transports));
  for (const { method, served } of rows)
    t.diagnostic(
      line(
        method,
        served.map((is) => (is ? "yes" : "NO")),
      ),
    );
}
