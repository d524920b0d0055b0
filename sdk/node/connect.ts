import { fieldInvalid } from "@flowmesh/fabric/internal";
import { findAddress } from "./address.ts";
import { checkOptionNames, type OptionNames } from "./known-options.ts";
import { Mesh } from "./mesh.ts";
import { type PublisherOptions, publisherOptionNames } from "./publishing/publisher.ts";
import type { ChannelOptions } from "./remote/channel.ts";
import type { TlsOptions } from "./remote/connection-security.ts";
import { RemoteFabric } from "./remote/remote-fabric.ts";
import type { TransportName } from "./remote/transport.ts";

/** Where to connect, and how to publish there. */
export interface ConnectOptions extends PublisherOptions {
  /** `flowmesh://host:port`, or `flowmeshs://host:port` for TLS; `http://`, `https://` and `host:port` mean the same. Default: `FLOWMESH_URL`, else what `flowmesh dev` left in `.flowmesh/dev.json` here or above, else `flowmesh://127.0.0.1:7070`. */
  readonly url?: string | undefined;
  /** Told when the connection is there (`true`) and when it was lost (`false`, with the reason). The client reconnects by itself. `close` is not told. */
  readonly onConnection?: ChannelOptions["onConnection"];
  /** The protocol to speak. Default `frames`, the fastest; every one of them does everything, through the same port. */
  readonly transport?: TransportName | undefined;
  /** Shown to a FlowMesh that asks who calls. Default: that of the URL (`flowmesh://token@host`), else `FLOWMESH_TOKEN`. */
  readonly token?: string | undefined;
  /** Speaks through TLS, also where the URL does not say so. Default: as the URL says, with the authorities of the file `FLOWMESH_CA`, else those of Node.js. */
  readonly tls?: TlsOptions | undefined;
}

const optionNames: OptionNames<ConnectOptions> = {
  url: true,
  transport: true,
  token: true,
  tls: true,
  onConnection: true,
  ...publisherOptionNames,
};

const durabilities: readonly ConnectOptions["durability"][] = [
  undefined,
  "unspecified",
  "always",
  "interval",
  "memory",
];

/** What JavaScript lets through. */
function checkGiven(given: ConnectOptions): void {
  if (typeof given !== "object" || given === null) throw fieldInvalid("options", "must be a URL or an object");
  if (given.url !== undefined && typeof given.url !== "string") throw fieldInvalid("url", "must be text");
  if (!durabilities.includes(given.durability))
    throw fieldInvalid("durability", "must be one of always, interval and memory");
}

/**
 * Connects to a FlowMesh. Fails at once when there is none; later losses of the connection are made up for.
 * @throws FlowMeshError `connection_failed`, `protocol_violation` (something else listens there, or another version), `configuration_invalid`, `field_invalid`, `field_unknown`, `token_missing`, `token_invalid`,
 * `tls_required` (over gRPC the first call fails with it)
 */
export async function connect(options: string | ConnectOptions = {}): Promise<Mesh> {
  const given: ConnectOptions = typeof options === "string" ? { url: options } : options;
  checkGiven(given);
  checkOptionNames(given, optionNames, "connect");
  const { url, onConnection, transport, token, tls, ...publisher } = given;
  const fabric = new RemoteFabric(findAddress(url), { onConnection, transport, token, tls });
  const mesh = new Mesh(fabric, publisher);
  try {
    await fabric.connect();
  } catch (error) {
    await fabric.close();
    throw error;
  }
  return mesh;
}
