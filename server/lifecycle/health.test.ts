import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { SystemClock } from "@flowmesh/engine";
import { FlowMeshError } from "@flowmesh/fabric";
import { startServer } from "../compose.ts";
import { openEngineFabric } from "../open-engine-fabric.ts";
import type { FabricStatus, ServedFabric } from "../served-fabric.ts";
import { openLog } from "../telemetry/log.ts";
import { startedServer } from "../testing/started-server.ts";
import { Health } from "./health.ts";

interface Said {
  readonly status: string;
  readonly state: string;
  readonly reasons: readonly { readonly reason: string; readonly message: string }[];
}

async function ask(httpUrl: string, what: string): Promise<[status: number, said: Said]> {
  const response = await fetch(`${httpUrl}/health/${what}`);
  return [response.status, (await response.json()) as Said];
}

function openFabric(): Promise<ServedFabric> {
  const log = openLog({ level: "silent", isReadable: false });
  return openEngineFabric({
    dataDir: undefined,
    durability: "always",
    segmentBytes: 1_048_576,
    clock: new SystemClock(),
    log,
  });
}

/** The engine, which says of itself what it is told to. */
async function openAiling(says: Partial<FabricStatus>): Promise<ServedFabric> {
  const fabric = await openFabric();
  return new Proxy(fabric, {
    get: (target, name) => {
      if (name === "status") return () => ({ ...target.status(), ...says });
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

test("while the data is being opened it lives, has not started and is not ready, and says why", async (t: TestContext) => {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  let asked: (port: number) => void = () => {};
  const port = new Promise<number>((resolve) => (asked = resolve));
  const free = await startedServer(t);
  const wanted = free.port;
  await free.stop();
  const starting = startServer({
    port: wanted,
    processMetrics: false,
    openFabric: async () => {
      asked(wanted);
      await opened;
      return openFabric();
    },
  });
  const url = `http://127.0.0.1:${await port}`;
  const reasons = [{ reason: "starting", message: "FlowMesh is starting: the data is being opened" }];
  assert.deepEqual(await ask(url, "live"), [200, { status: "live", state: "starting", reasons }]);
  assert.deepEqual(await ask(url, "startup"), [503, { status: "not started", state: "starting", reasons }]);
  assert.deepEqual(await ask(url, "ready"), [503, { status: "not ready", state: "starting", reasons }]);
  open();
  const server = await starting;
  t.after(() => server.stop());
  const fine = { state: "serving", reasons: [] };
  assert.deepEqual(await ask(url, "startup"), [200, { status: "started", ...fine }]);
  assert.deepEqual(await ask(url, "ready"), [200, { status: "ready", ...fine }]);
});

test("a full disk and damage do not make it unready, because reads go on, but they are told", async (t) => {
  const server = await startedServer(t, { openFabric: () => openAiling({ state: "disk_full", damages: 2 }) });
  const [status, said] = await ask(server.httpUrl, "ready");
  assert.equal(status, 200);
  assert.deepEqual(
    said.reasons.map(({ reason }) => reason),
    ["disk_full", "log_damaged"],
  );
  assert.match(said.reasons[1]!.message, /2 ranges of the log/);
});

test("what has failed stays so, whatever comes behind it", () => {
  const health = new Health();
  health.serving();
  health.failed(new FlowMeshError("log_failed", { problem: "EIO" }));
  health.stopping();
  assert.equal(health.state, "failed");
  assert.equal(health.reasons[0]!.reason, "log_failed");
});
