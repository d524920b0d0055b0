import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Address, findAddress, findDevFile, formatUrl } from "@flowmesh/client/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { say } from "../output/write.ts";
import { isFlowMeshProcess } from "./process-title.ts";

/**
 * The FlowMesh that a command talks to, as the SDK finds it. Where the process that left a `dev.json` has ended without removing it, another one may
 * listen there by now, so that is not asked. Where data lie whose FlowMesh was stopped, it is said that the command goes elsewhere.
 * @throws FlowMeshError `configuration_invalid`, `connection_failed`
 */
export function serverAddress(url: string | undefined): Address {
  const address = findAddress(url);
  const found = url === undefined && !process.env.FLOWMESH_URL ? findDevFile(process.cwd()) : undefined;
  if (address.origin === "default") tellOfStopped(address);
  if (found === undefined || isFlowMeshProcess(found.content.pid)) return address;
  throw new FlowMeshError("connection_failed", {
    address: found.content.url,
    problem: `process ${found.content.pid}, which wrote ${found.path}, has ended`,
  });
}

function tellOfStopped(address: Address): void {
  const folder = findDataFolder(process.cwd());
  if (folder !== undefined)
    say(`note: no FlowMesh runs on the data in ${folder}, so this goes to ${formatUrl(address)}`);
}

/** The nearest `.flowmesh` with data, in `directory` or above it. */
function findDataFolder(directory: string): string | undefined {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    const data = join(folder, ".flowmesh");
    if (existsSync(join(data, "log"))) return data;
    if (dirname(folder) === folder) return undefined;
  }
}
