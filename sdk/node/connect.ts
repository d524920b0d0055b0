import { findAddress } from "./address.ts";
import { Mesh } from "./mesh.ts";
import type { PublisherOptions } from "./publishing/publisher.ts";
import type { ChannelOptions } from "./remote/channel.ts";
import { RemoteFabric } from "./remote/remote-fabric.ts";
import type { TransportName } from "./remote/transport.ts";

/** Where to connect, and how to publish there. */
export interface ConnectOptions extends PublisherOptions {
  /** `flowmesh://host:port`, or `http://host:port` or `host:port`, which mean the same. Default: `FLOWMESH_URL`, else what `flowmesh dev` left in `.flowmesh/dev.json` here or above, else `flowmesh://127.0.0.1:7070`. */
  readonly url?: string | undefined;
  /** Told when the connection is there (`true`) and when it was lost (`false`, with the reason). The client reconnects by itself. `close` is not told. */
  readonly onConnection?: ChannelOptions["onConnection"];
  /** The protocol to speak. Default `frames`, the fastest; every one of them does everything, through the same port. */
  readonly transport?: TransportName | undefined;
}

/**
 * Connects to a FlowMesh. Fails at once when there is none; later losses of the connection are made up for.
 * @throws FlowMeshError `connection_failed`, `protocol_violation` (something else listens there, or another version), `configuration_invalid`
 */
export async function connect(options: string | ConnectOptions = {}): Promise<Mesh> {
  const { url, onConnection, transport, ...publisher }: ConnectOptions =
    typeof options === "string" ? { url: options } : options;
  const fabric = new RemoteFabric(findAddress(url), { onConnection, transport });
  const mesh = new Mesh(fabric, publisher);
  try {
    await fabric.connect();
  } catch (error) {
    await fabric.close();
    throw error;
  }
  return mesh;
}
