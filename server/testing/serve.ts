import { parseArgs } from "node:util";
import { SystemClock } from "@flowmesh/engine";
import { runUntilStopped, type ServedFabric, startServer, tuneGarbageCollection } from "../index.ts";
import { openEngineFabric } from "../internal.ts";
import { openLog } from "../telemetry/log.ts";

// A server in a process of its own, for tests. Prints `ready <port>`, or the error that kept it from starting as JSON.

const { values } = parseArgs({
  options: {
    "data-dir": { type: "string" },
    port: { type: "string" },
    host: { type: "string" },
    stuck: { type: "boolean" },
  },
});
tuneGarbageCollection();
const log = openLog({ level: "error", isReadable: false });
const dataDir = values["data-dir"];

/** An engine on which `openProducer` never ends. */
async function openStuckFabric(): Promise<ServedFabric> {
  const engine = await openEngineFabric({
    dataDir,
    durability: "always",
    segmentBytes: 1_048_576,
    clock: new SystemClock(),
    log,
  });
  const streams = new Proxy(engine.streams, {
    get: (target, name) => {
      if (name === "openProducer") return () => new Promise(() => {});
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return new Proxy(engine, {
    get: (target, name) => {
      const value: unknown = name === "streams" ? streams : Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

try {
  const server = await startServer({
    dataDir,
    log,
    segmentBytes: 1_048_576,
    host: values.host,
    port: Number(values.port ?? 0),
    ...(values.stuck === true ? { openFabric: openStuckFabric } : {}),
  });
  console.log(`ready ${server.port}`);
  process.exitCode = await runUntilStopped(server, { onStopping: (reason) => console.log(`stopping ${reason}`) });
} catch (error) {
  console.log(JSON.stringify(error));
  process.exitCode = 2;
}
