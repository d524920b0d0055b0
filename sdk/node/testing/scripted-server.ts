import { createServer, type Server, type Socket } from "node:net";
import { type CallErrorInit, Hello, methods, methodsByNumber } from "@flowmesh/contract";
import { type AnyCodec, type Frame, FrameParser, FrameWriter, frameTypes } from "@flowmesh/contract/internal";
import type { FlowMeshError } from "@flowmesh/fabric";
import type { Address } from "../address.ts";

/** What the server of a test says in its HELLO. */
export interface ScriptedHello {
  readonly version?: number;
  readonly maxFrameBytes?: number;
  readonly subscriptionCreditBytes?: number;
}

/** A server that does only what a test tells it: it takes connections and frames, and answers by hand. */
export class ScriptedServer {
  readonly address: Address;
  readonly #server: Server;
  readonly #connections: Inbox<ScriptedConnection>;

  private constructor(server: Server, connections: Inbox<ScriptedConnection>, port: number) {
    this.#server = server;
    this.#connections = connections;
    this.address = { host: "127.0.0.1", port, origin: "test" };
  }

  /** Starts on a free port, or on that of a server that was closed. */
  static async start(hello: ScriptedHello | "silent" = {}, port: number = 0): Promise<ScriptedServer> {
    const connections = new Inbox<ScriptedConnection>();
    const server = createServer({ noDelay: true }, (socket) => connections.put(new ScriptedConnection(socket, hello)));
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const address = server.address() as { port: number };
    return new ScriptedServer(server, connections, address.port);
  }

  /** The next connection that a client opens. */
  connection(): Promise<ScriptedConnection> {
    return this.#connections.take();
  }

  /** Takes no more connections, and cuts those it has. */
  async close(): Promise<void> {
    for (const connection of this.#connections.all) connection.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** One connection of a scripted server. */
export class ScriptedConnection {
  readonly #socket: Socket;
  readonly #parser = new FrameParser({ preface: true });
  readonly #writer = new FrameWriter();
  readonly #frames = new Inbox<Frame>();
  readonly #end = new Inbox<true>();

  constructor(socket: Socket, hello: ScriptedHello | "silent") {
    this.#socket = socket;
    socket.on("error", () => {});
    socket.on("close", () => this.#end.put(true));
    socket.on("data", (chunk) => {
      this.#parser.push(chunk);
      for (let frame = this.#parser.next(); frame !== undefined; frame = this.#parser.next()) {
        if (frame.type !== frameTypes.hello) this.#frames.put(frame);
        else if (hello !== "silent") this.#sayHello(hello);
      }
    });
  }

  /** The next frame of the client, its HELLO apart. */
  next(): Promise<Frame> {
    return this.#frames.take();
  }

  /** The next frame, which must be a call; with its request decoded. */
  async call<Request = object>(): Promise<{ id: number; name: string; request: Request; timeoutMs: number }> {
    const frame = await this.next();
    if (frame.type !== frameTypes.call) throw new Error(`expected a CALL, got frame type ${frame.type}`);
    const method = methodsByNumber.get(frame.method)!;
    const request = method.request.decode(frame.bytes, frame.start, frame.end) as Request;
    return { id: frame.callId, name: method.property, request, timeoutMs: frame.argument };
  }

  /** How many frames have come that the test has not taken. */
  get waiting(): number {
    return this.#frames.size;
  }

  reply(name: keyof typeof methods, id: number, response: object): void {
    this.#writer.reply(methods[name].number, id, methods[name].response as AnyCodec, response);
    this.#flush();
  }

  item(name: keyof typeof methods, id: number, response: object): number {
    const bytes = this.#writer.item(methods[name].number, id, methods[name].response as AnyCodec, response);
    this.#flush();
    return bytes;
  }

  end(id: number): void {
    this.#writer.end(0, id);
    this.#flush();
  }

  fail(id: number, error: FlowMeshError): void {
    this.#writer.error(0, id, onWire(error));
    this.#flush();
  }

  goAway(error: FlowMeshError): void {
    this.#writer.goaway(onWire(error));
    this.#flush();
  }

  /** Sends bytes that need not be frames. */
  raw(bytes: Uint8Array | string): void {
    this.#socket.write(bytes);
  }

  /** What a reply would be on the wire. */
  replyBytes(name: keyof typeof methods, id: number, response: object): Buffer {
    const writer = new FrameWriter();
    writer.reply(methods[name].number, id, methods[name].response as AnyCodec, response);
    return Buffer.concat(writer.take());
  }

  cut(): void {
    this.#socket.destroy();
  }

  /** Resolves once the connection is gone. */
  async ended(): Promise<void> {
    await this.#end.take();
  }

  #sayHello(hello: ScriptedHello): void {
    const { version = 1, maxFrameBytes = 17_825_792, subscriptionCreditBytes = 65_536 } = hello;
    this.#writer.message(frameTypes.hello, 0, 0, Hello, { version, maxFrameBytes, subscriptionCreditBytes });
    this.#flush();
  }

  #flush(): void {
    for (const chunk of this.#writer.take()) this.#socket.write(chunk);
  }
}

/** Things that come, and whoever waits for them, both in order. */
class Inbox<Item> {
  readonly all: Item[] = [];
  readonly #items: Item[] = [];
  readonly #takers: ((item: Item) => void)[] = [];

  get size(): number {
    return this.#items.length;
  }

  put(item: Item): void {
    this.all.push(item);
    const taker = this.#takers.shift();
    if (taker === undefined) this.#items.push(item);
    else taker(item);
  }

  take(): Promise<Item> {
    const item = this.#items.shift();
    if (item !== undefined) return Promise.resolve(item);
    return new Promise((resolve) => this.#takers.push(resolve));
  }
}

function onWire(error: FlowMeshError): CallErrorInit {
  const details = Object.entries(error.details).map(([name, value]) => ({ name, json: JSON.stringify(value) }));
  return { ...error.toWire(), details };
}
