import { type Address, findAddress, findDevFile } from "@flowmesh/client/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { isFlowMeshProcess } from "./process-title.ts";

/**
 * The FlowMesh that a command talks to, as the SDK finds it. Where the process that left a `dev.json` has ended without removing it, another one may
 * listen there by now, so that is not asked.
 * @throws FlowMeshError `configuration_invalid`, `connection_failed`
 */
export function serverAddress(url: string | undefined): Address {
  const address = findAddress(url);
  const found = url === undefined && !process.env.FLOWMESH_URL ? findDevFile(process.cwd()) : undefined;
  if (found === undefined || isFlowMeshProcess(found.content.pid)) return address;
  throw new FlowMeshError("connection_failed", {
    address: found.content.url,
    problem: `process ${found.content.pid}, which wrote ${found.path}, has ended`,
  });
}
