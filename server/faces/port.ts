import type { Socket } from "node:net";
import type { Clock } from "@flowmesh/engine";
import { FlowMeshError } from "@flowmesh/fabric";
import type { ServerLimits } from "../server-limits.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { descriptorOf, descriptorsForConnections, warnOfFewDescriptors } from "./descriptors.ts";
import { type Protocol, protocolOf } from "./first-bytes.ts";
import { type Listening, listen } from "./listen.ts";
import type { TlsOptions } from "./tls/certificates.ts";
import { plainRefusal } from "./tls/plain-refusal.ts";
import { TlsDoor } from "./tls/tls-door.ts";

export interface PortOptions {
  readonly host?: string | undefined;
  readonly port: number;
  readonly mayMove: boolean;
  /** Whether only this machine may be able to connect. */
  readonly isLoopbackOnly: boolean;
  /** Offers TLS, and asks for it. */
  readonly tls?: TlsOptions | undefined;
  readonly log: Log;
  readonly clock: Clock;
  readonly limits: ServerLimits;
  readonly metrics: Metrics;
  /** A connection whose first byte is that of frames, with what was received so far. */
  readonly onFrames: (socket: Socket, received: Buffer) => void;
  /** A connection that may be HTTP; what was received is still to be read from it. */
  readonly onHttp: (socket: Socket) => void;
  /** A connection that begins as HTTP/2 does; what was received is still to be read from it. Where it had to be encrypted, every call on it is refused. */
  readonly onHttp2: (socket: Socket, refusal: FlowMeshError | undefined) => void;
}

/**
 * One port for all protocols. A connection belongs to the port until its first byte has come, and then to the face that this byte stands for; one that is silent
 * is closed, one that speaks something else is told so in a line. Where there is TLS, a connection is told apart a second time by its first byte inside. Connections
 * beyond the limit, and those for which there are too few file descriptors, are closed at once.
 */
export class Port {
  readonly #listening: Listening;
  readonly #connections: Connections;

  constructor(listening: Listening, connections: Connections) {
    this.#listening = listening;
    this.#connections = connections;
  }

  get port(): number {
    return this.#listening.port;
  }

  get hosts(): readonly string[] {
    return this.#listening.hosts;
  }

  /** Takes no new connections; those that have not yet sent a byte are closed. */
  stopListening(): void {
    for (const server of this.#listening.servers) server.close();
    this.#connections.close();
  }
}

/** @throws FlowMeshError `address_not_loopback`, `port_taken`, `configuration_invalid`, `tls_invalid` */
export async function openPort(options: PortOptions): Promise<Port> {
  warnOfFewDescriptors(options.log);
  const connections = new Connections(options);
  const { host, port, mayMove, isLoopbackOnly } = options;
  const listening = await listen({
    host,
    port,
    mayMove,
    isLoopbackOnly,
    onConnection: (socket) => connections.add(socket),
    onRefused: () => options.metrics.connectionsRefused++,
  }).catch((cause) => {
    connections.close();
    throw cause;
  });
  return new Port(listening, connections);
}

class Connections {
  readonly #options: PortOptions;
  readonly #silent: Set<Socket> = new Set();
  readonly #descriptorsMax: number = descriptorsForConnections();
  readonly #tlsDoor: TlsDoor | undefined;
  #count = 0;

  constructor(options: PortOptions) {
    this.#options = options;
    const { tls } = options;
    if (tls !== undefined) this.#tlsDoor = new TlsDoor({ ...options, ...tls }, (socket) => this.#await(socket, true));
  }

  add(socket: Socket): void {
    const { limits, metrics } = this.#options;
    if (this.#count >= limits.connections || descriptorOf(socket) >= this.#descriptorsMax) {
      metrics.connectionsRefused++;
      socket.destroy();
      return;
    }
    this.#count++;
    socket.once("close", () => this.#count--);
    this.#await(socket, false);
  }

  close(): void {
    this.#tlsDoor?.close();
    for (const socket of this.#silent) socket.destroy();
  }

  /** Waits for the bytes that tell what is spoken. */
  #await(socket: Socket, isSecure: boolean): void {
    const { limits, clock } = this.#options;
    this.#silent.add(socket);
    const timer = clock.after(limits.firstByteMs, () => {
      // When the process itself stood still, what came meanwhile is read first.
      clock.soon(() => {
        if (this.#silent.has(socket)) this.#refuse(socket, "");
      });
    });
    const onError = (): void => {};
    socket.on("error", onError);
    socket.once("end", () => {
      if (this.#silent.has(socket)) socket.destroy();
    });
    socket.once("close", () => {
      timer.cancel();
      this.#silent.delete(socket);
    });
    let received: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const protocol = protocolOf(received);
      if (protocol === undefined) return;
      socket.off("data", onData);
      timer.cancel();
      this.#silent.delete(socket);
      if (protocol === "tls" && !isSecure) this.#encrypt(socket, received);
      else if (isSecure || protocol === "unknown" || this.#mayBePlain(socket))
        this.#handOver(socket, received, protocol);
      else if (protocol === "http2") this.#handOver(socket, received, protocol, new FlowMeshError("tls_required"));
      else this.#refuse(socket, plainRefusal(protocol));
    };
    socket.on("data", onData);
  }

  #mayBePlain(socket: Socket): boolean {
    return this.#tlsDoor === undefined || this.#tlsDoor.mayBePlain(socket);
  }

  #encrypt(socket: Socket, received: Buffer): void {
    if (this.#tlsDoor === undefined) {
      this.#refuse(socket, this.#unknownProtocolLine);
      return;
    }
    socket.pause();
    socket.unshift(received);
    if (!this.#tlsDoor.accept(socket)) this.#refuse(socket, "");
  }

  get #unknownProtocolLine(): string {
    const how = this.#tlsDoor === undefined ? "without TLS" : "in TLS";
    return `FlowMesh speaks HTTP/1.1, gRPC and its frames protocol on this port, all ${how}.\n`;
  }

  #handOver(socket: Socket, received: Buffer, protocol: Protocol, refusal?: FlowMeshError): void {
    const { onFrames, onHttp, onHttp2 } = this.#options;
    switch (protocol) {
      case "frames":
        onFrames(socket, received);
        return;
      case "http":
        socket.pause();
        socket.unshift(received);
        onHttp(socket);
        return;
      case "http2":
        socket.pause();
        socket.unshift(received);
        onHttp2(socket, refusal);
        return;
      default:
        this.#refuse(socket, this.#unknownProtocolLine);
    }
  }

  #refuse(socket: Socket, line: string | Buffer): void {
    this.#options.metrics.connectionsRefused++;
    socket.end(line, () => socket.destroy());
  }
}
