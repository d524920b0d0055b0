import type { Clock, DurabilityMode } from "@flowmesh/engine";
import type { FlowMeshError } from "@flowmesh/fabric";
import type { AccessOptions } from "./access/open-access.ts";
import type { TlsOptions } from "./faces/tls/certificates.ts";
import type { ServedFabric } from "./served-fabric.ts";
import type { ServerLimits } from "./server-limits.ts";
import type { Log } from "./telemetry/log.ts";
import type { TracingOptions } from "./telemetry/tracing/span-exporter.ts";

/** What a server is started with. */
export interface ServerOptions {
  /** Who may call. Default: everybody, and then only from this machine. */
  readonly access?: AccessOptions | undefined;
  /** Encrypts connections. Default: they are not. */
  readonly tls?: TlsOptions | undefined;
  /** Without `access` a loopback address or name. Default: 127.0.0.1 and, where the machine has IPv6, ::1. */
  readonly host?: string | undefined;
  /** A port that must be this one; 0 for any free one. Default: 7070, or the next free one. */
  readonly port?: number | undefined;
  /** Folder in which the data lies; made if it is missing. Default: none, everything is in memory and nothing is kept. */
  readonly dataDir?: string | undefined;
  /** When a commit that does not say is answered. Default `always`: after the sync. */
  readonly durability?: DurabilityMode | undefined;
  /** Size of a new log's segments in bytes. Default: the engine's. */
  readonly segmentBytes?: number | undefined;
  /** Memory that the process may take. With 1 GiB or less, what the server holds is smaller in proportion. Default: nobody limits it. */
  readonly memoryBytes?: number | undefined;
  /** Version of the program. */
  readonly version?: string | undefined;
  /** Default: nothing is logged. */
  readonly log?: Log | undefined;
  /** From how many milliseconds on a call is logged as slow; 0 for never. Default: `slow_call_ms`. */
  readonly slowCallMs?: number | undefined;
  /** Where spans of the calls are sent. Default: nowhere. */
  readonly tracing?: TracingOptions | undefined;
  /** Limits other than the defaults. */
  readonly limits?: Partial<ServerLimits> | undefined;
  readonly clock?: Clock | undefined;
  /** Runs the engine on a virtual clock that stands at this time until AdvanceClock moves it. Default: it runs on the machine's. */
  readonly virtualNowMs?: number | undefined;
  /** Whether to count what the process uses, beside what the server does. Default true. */
  readonly processMetrics?: boolean | undefined;
  /** Opens something else than the engine. The server closes it when it stops. */
  readonly openFabric?: (() => Promise<ServedFabric>) | undefined;
}

/** A server that serves. */
export interface RunningServer {
  readonly port: number;
  /** `flowmesh://host:port` of the first address, with TLS `flowmeshs://`: for SDKs. */
  readonly url: string;
  /** `http://host:port` of the first address, with TLS `https://`. */
  readonly httpUrl: string;
  /** Addresses it listens on, without port. */
  readonly hosts: readonly string[];
  /** Whether 7070 was taken, so that another port is used. */
  readonly hasMoved: boolean;
  /** Milliseconds from the call of `startServer`. */
  readonly timings: { readonly listeningMs: number; readonly readyMs: number };
  readonly fabric: ServedFabric;
  /** Resolves when the log could not be written: nothing is acknowledged any more, readiness says so, and the process should stop and end with an error. */
  readonly failed: Promise<FlowMeshError>;
  /**
   * Stops: says that it is not ready, takes no more connections and calls, lets those under way finish for up to `drain_ms`, then syncs and closes the fabric.
   * May be called several times, and awaited each time.
   */
  stop(): Promise<void>;
}
