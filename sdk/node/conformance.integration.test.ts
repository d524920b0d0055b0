import { after, before, describe, test } from "node:test";
import { type FabricUnderTest, fabricSuite } from "@flowmesh/fabric/conformance";
import { RemoteFabric } from "./remote/remote-fabric.ts";
import { ServerProcess } from "./testing/server-process.ts";

const { capabilities } = new RemoteFabric({ host: "127.0.0.1", port: 1, origin: "test" });

/** Room for the largest commit. */
const segmentSize = "34MiB";
let server: ServerProcess;

/** A client of its own for each case; all talk to one process, on one folder. */
async function openClient(): Promise<FabricUnderTest> {
  let fabric = new RemoteFabric(server.address);
  const openAgainAfter = async (signal: "SIGTERM" | "SIGKILL"): Promise<RemoteFabric> => {
    await fabric.close();
    await server.end(signal);
    await server.startAgain();
    fabric = new RemoteFabric(server.address);
    await fabric.connect();
    return fabric;
  };
  const openLater = async (): Promise<RemoteFabric> => {
    await fabric.close();
    fabric = new RemoteFabric(server.address);
    return fabric;
  };
  return {
    fabric,
    reopen: () => openAgainAfter("SIGTERM"),
    crash: () => openAgainAfter("SIGKILL"),
    opening: openLater,
  };
}

describe("the client and a server in another process", () => {
  before(async () => {
    server = await ServerProcess.start(segmentSize);
  });
  after(() => server.remove());
  fabricSuite({
    test: (name, run) => test(name, { timeout: 60_000 }, run),
    capabilities,
    hooks: ["reopen", "crash", "opening"],
    open: openClient,
  });
});
