import { after, describe, test } from "node:test";
import { type FabricUnderTest, fabricSuite } from "@flowmesh/fabric/conformance";
import { RemoteFabric } from "../remote/remote-fabric.ts";
import type { TransportName } from "../remote/transport.ts";
import { ServerProcess } from "./server-process.ts";

/** A server with room for most cases' commits, and one for the largest: one that is started again reads whole segments. */
const segmentSizes: readonly { readonly size: string; readonly commitBytes: number }[] = [
  { size: "3MiB", commitBytes: 2 << 20 },
  { size: "34MiB", commitBytes: 32 << 20 },
];

/** The suite that every fabric passes, against a server in another process. */
export function conformanceOver(transport: TransportName): void {
  const { capabilities } = new RemoteFabric({ host: "127.0.0.1", port: 1, origin: "test" }, { transport });
  const servers = new Map<string, Promise<ServerProcess>>();
  const serverFor = (commitBytes: number): Promise<ServerProcess> => {
    const { size } = segmentSizes.find((each) => commitBytes <= each.commitBytes)!;
    const server = servers.get(size) ?? ServerProcess.start(size);
    servers.set(size, server);
    return server;
  };
  describe(`the client over ${transport}, and a server in another process`, () => {
    after(async () => {
      for (const server of servers.values()) await (await server).remove();
    });
    fabricSuite({
      test: (name, run) => test(name, { timeout: 60_000 }, run),
      capabilities,
      hooks: ["reopen", "crash", "opening"],
      open: async ({ commitBytes }) => openClient(await serverFor(commitBytes), transport),
    });
  });
}

/** A client of its own for each case; all talk to one process, on one folder. */
function openClient(server: ServerProcess, transport: TransportName): FabricUnderTest {
  const open = (): RemoteFabric => new RemoteFabric(server.address, { transport });
  let fabric = open();
  const openAgainAfter = async (signal: "SIGTERM" | "SIGKILL"): Promise<RemoteFabric> => {
    await fabric.close();
    await server.end(signal);
    await server.startAgain();
    fabric = open();
    await fabric.connect();
    return fabric;
  };
  const openLater = async (): Promise<RemoteFabric> => {
    await fabric.close();
    fabric = open();
    return fabric;
  };
  return {
    fabric,
    reopen: () => openAgainAfter("SIGTERM"),
    crash: () => openAgainAfter("SIGKILL"),
    opening: openLater,
  };
}
