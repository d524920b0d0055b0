import { type Address, findAddress, formatUrl, RemoteFabric } from "@flowmesh/client/internal";
import type { Damage, GetStatusResponse } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import { findInstance } from "../instance/instance-file.ts";
import { isFlowMeshProcess } from "../instance/process-title.ts";
import { counted } from "../values/counted.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

/** A server that answers. */
export interface LiveServer {
  readonly address: Address;
  readonly status: GetStatusResponse;
  readonly damages: readonly Damage[];
}

const answerMs = 5000;

/** What was typed. */
interface ServerFlags {
  readonly url: string | undefined;
  readonly dataDir: string | undefined;
}

/**
 * The server that is meant, if it runs: the one of the URL, else that of the data folder, else that of this folder.
 * @param folder the data folder that somebody has named, by whatever means
 */
export async function checkServer(
  flags: ServerFlags,
  folder: string | undefined,
): Promise<{ readonly finding: Finding; readonly server: LiveServer | undefined }> {
  try {
    const address = addressOf(flags, folder);
    if (address === undefined) return { finding: ok("server", "none runs for this folder"), server: undefined };
    const server = await ask(address);
    return { finding: judge(server), server };
  } catch (error) {
    if (!isFlowMeshError(error)) throw error;
    return { finding: fail("server", error.message, error.fix), server: undefined };
  }
}

function addressOf({ url, dataDir }: ServerFlags, folder: string | undefined): Address | undefined {
  const isGiven = url !== undefined || (dataDir === undefined && Boolean(process.env.FLOWMESH_URL));
  if (isGiven) return findAddress(url);
  const instance = findInstance(folder);
  return instance !== undefined && isFlowMeshProcess(instance.pid) ? findAddress(instance.url) : undefined;
}

async function ask(address: Address): Promise<LiveServer> {
  const fabric = new RemoteFabric(address);
  try {
    await fabric.connect();
    const status = await fabric.system.getStatus({}, { timeoutMs: answerMs });
    const { damages } = await fabric.system.listDamage({}, { timeoutMs: answerMs });
    return { address, status, damages };
  } finally {
    await fabric.close();
  }
}

function judge({ address, status }: LiveServer): Finding {
  const what = `${formatUrl(address)}, version ${status.version}, is ${status.state}`;
  switch (status.state) {
    case "serving":
      return ok("server", `${what}: ${counted(status.streams, "stream")}, durability ${status.durability}`);
    case "stopping":
      return warn("server", what, "wait until it has stopped");
    case "disk_full":
      return fail("server", what, "free space; it goes on by itself");
    default:
      return fail("server", what, "look at what it logged, then start it again");
  }
}
