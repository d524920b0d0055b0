import { type ConnectOptions, connect, type Mesh } from "@flowmesh/client";
import { type Address, formatUrl } from "@flowmesh/client/internal";
import { findNearName } from "../output/near-name.ts";
import { serverAddress } from "./server-address.ts";

/** Connects to the FlowMesh that a command talks to, and closes the connection when `use` has ended. @throws FlowMeshError as `connect` */
export async function withMesh<Result>(
  url: string | undefined,
  use: (mesh: Mesh, address: Address) => Promise<Result>,
  options: Omit<ConnectOptions, "url"> = {},
): Promise<Result> {
  const address = serverAddress(url);
  const mesh = await connect({ ...options, url: formatUrl(address), token: address.token });
  try {
    return await use(mesh, address);
  } catch (error) {
    await findNearName(error, mesh);
    throw error;
  } finally {
    await mesh.close();
  }
}
