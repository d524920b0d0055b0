import { createServer, type Server, type Socket } from "node:net";
import { FlowMeshError } from "@flowmesh/fabric";
import { isLoopback } from "../access/loopback.ts";

export interface ListenOptions {
  /** An address or name. Default: 127.0.0.1 and, where the machine has IPv6, ::1. */
  readonly host?: string | undefined;
  /** 0: any free port. */
  readonly port: number;
  /** Whether nobody asked for this very port, so that the next free one does as well. */
  readonly mayMove: boolean;
  /** Whether an address that other machines can reach is refused. */
  readonly isLoopbackOnly: boolean;
  readonly onConnection: (socket: Socket) => void;
  /** Called for a connection that the system could not give, for want of descriptors or memory. There will be others. */
  readonly onRefused?: (() => void) | undefined;
}

export interface Listening {
  readonly port: number;
  /** Addresses without port, IPv4 first. */
  readonly hosts: readonly string[];
  readonly servers: readonly Server[];
}

/** How many ports are tried, one after the other, before it is given up. */
const portAttempts = 100;

/**
 * Listens on one port of all wanted addresses, or on none.
 * @throws FlowMeshError `address_not_loopback`, `port_taken`, `configuration_invalid`
 */
export async function listen(options: ListenOptions): Promise<Listening> {
  const hosts = hostsOf(options);
  let port = options.port;
  for (let attempt = 1; ; attempt++) {
    try {
      return await listenOnAll(hosts, port, options);
    } catch (cause) {
      const isTaken = (cause as NodeJS.ErrnoException).code === "EADDRINUSE";
      const mayTryAnother = options.mayMove || options.port === 0;
      if (!isTaken || !mayTryAnother || attempt === portAttempts || port === 65535)
        throw toFlowMeshError(cause, options);
      if (options.port !== 0) port++;
    }
  }
}

function hostsOf({ host, isLoopbackOnly }: ListenOptions): string[] {
  if (host === undefined || host.toLowerCase() === "localhost") return ["127.0.0.1", "::1"];
  if (isLoopbackOnly && !isLoopback(host)) throw new FlowMeshError("address_not_loopback", { host });
  return [host];
}

async function listenOnAll(hosts: readonly string[], wantedPort: number, options: ListenOptions): Promise<Listening> {
  const isRequired = options.host !== undefined;
  const servers: Server[] = [];
  const bound: string[] = [];
  let port = wantedPort;
  try {
    for (const host of hosts) {
      const server = await listenOnOne(host, port, options).catch((cause: NodeJS.ErrnoException) => {
        const isAbsent = cause.code === "EADDRNOTAVAIL" || cause.code === "EAFNOSUPPORT";
        if (isAbsent && (!isRequired || hosts.length > 1) && bound.length > 0) return undefined;
        throw cause;
      });
      if (server === undefined) continue;
      servers.push(server);
      bound.push(host);
      port = (server.address() as { port: number }).port;
    }
  } catch (cause) {
    for (const server of servers) server.close();
    throw cause;
  }
  return { port, hosts: bound, servers };
}

/** Half-open connections are allowed: who sends a request and then closes its own side still gets the answer. */
function listenOnOne(host: string, port: number, options: ListenOptions): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 });
  server.on("connection", options.onConnection);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, ipv6Only: true, backlog: 1024 }, () => {
      server.off("error", reject);
      server.on("error", () => options.onRefused?.());
      resolve(server);
    });
  });
}

function toFlowMeshError(cause: unknown, options: ListenOptions): unknown {
  const host = options.host ?? "127.0.0.1";
  switch ((cause as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new FlowMeshError("port_taken", { port: options.port, host }, { cause });
    case "EACCES":
      return new FlowMeshError(
        "configuration_invalid",
        { key: "port", origin: "the options", problem: `is ${options.port}, which this user may not open` },
        { cause },
      );
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
    case "ENOTFOUND":
      return new FlowMeshError(
        "configuration_invalid",
        { key: "host", origin: "the options", problem: `is ${host}, which this machine does not have` },
        { cause },
      );
    default:
      return cause;
  }
}
