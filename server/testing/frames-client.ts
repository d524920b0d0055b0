import { connect, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { type AnyMethod, CallError, methods, methodsByNumber } from "@flowmesh/contract";
import { type Frame, FrameParser, FrameWriter, framesVersion, frameTypes } from "@flowmesh/contract/internal";
import type { FlowMeshError } from "@flowmesh/fabric";
import { errorFromWire } from "@flowmesh/fabric/internal";

/** A client for tests that shows every frame, and can say what no client should. */
export class FramesClient {
  readonly socket: Socket;
  readonly writer: FrameWriter = new FrameWriter();
  /** Resolves when the connection has ended. */
  readonly closed: Promise<void>;
  /** Whether each PING is answered as it comes; it is shown nevertheless. */
  answersPings = true;
  readonly #parser: FrameParser = new FrameParser();
  readonly #frames: Frame[] = [];
  readonly #waiting: ((frame: Frame | undefined) => void)[] = [];
  #lastId = 0;
  #isClosed = false;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#isClosed = true;
        for (const give of this.#waiting.splice(0)) give(undefined);
        resolve();
      });
    });
  }

  /** A connection that has said nothing yet. */
  static async connect(t: TestContext, port: number): Promise<FramesClient> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await new Promise((resolve) => socket.once("connect", resolve));
    t.after(() => socket.destroy());
    return new FramesClient(socket);
  }

  /** A connection that is open for calls. */
  static async open(t: TestContext, port: number): Promise<FramesClient> {
    const client = await FramesClient.connect(t, port);
    client.greet();
    await client.next(frameTypes.hello);
    return client;
  }

  greet(): void {
    this.writer.preface();
    this.writer.hello({ version: framesVersion, software: "test" });
    this.flush();
  }

  flush(): void {
    this.socket.cork();
    for (const chunk of this.writer.take()) this.socket.write(chunk);
    this.socket.uncork();
  }

  /** Sends a call and returns its id. */
  send(method: AnyMethod, request: object, timeoutMs = 0): number {
    this.#lastId++;
    this.writer.call(method.number, this.#lastId, timeoutMs, method.request, request);
    this.flush();
    return this.#lastId;
  }

  /** Sends a frame of any content, as no writer would write it. */
  sendRaw(type: number, method: number, callId: number, payload: Uint8Array): void {
    this.socket.write(rawFrame(type, method, callId, payload));
  }

  /** Resolves when the server has taken all that was sent before. */
  async settled(): Promise<void> {
    this.writer.ping(Buffer.from("settled"));
    this.flush();
    await this.next(frameTypes.pong);
  }

  /** Makes a call with one response. Rejects with the error that the server gave. */
  async call<Key extends keyof typeof methods>(
    name: Key,
    request: Parameters<(typeof methods)[Key]["request"]["encode"]>[0],
  ): Promise<ReturnType<(typeof methods)[Key]["response"]["decode"]>> {
    const method = methods[name] as unknown as AnyMethod;
    const id = this.send(method, request);
    const frame = await this.nextOf(id);
    if (frame.type === frameTypes.error) throw errorOf(frame);
    return method.response.decode(frame.bytes, frame.start, frame.end) as never;
  }

  /** The next frame; undefined when the connection has ended. */
  nextFrame(): Promise<Frame | undefined> {
    const frame = this.#frames.shift();
    if (frame !== undefined || this.#isClosed) return Promise.resolve(frame);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The next frame of a type; others are passed over. */
  async next(type: number): Promise<Frame> {
    for (;;) {
      const frame = await this.nextFrame();
      if (frame === undefined) throw new Error(`the connection ended before a frame of type ${type} came`);
      if (frame.type === type) return frame;
    }
  }

  /** The next frame of a call; others are passed over. */
  async nextOf(id: number): Promise<Frame> {
    let goaway = "";
    for (;;) {
      const frame = await this.nextFrame();
      if (frame === undefined) throw new Error(`the connection ended before call ${id} was answered${goaway}`);
      if (frame.callId === id) return frame;
      if (frame.type === frameTypes.goaway) goaway = `: ${errorOf(frame).message}`;
    }
  }

  #take(chunk: Buffer): void {
    this.#parser.push(chunk);
    for (let frame = this.#parser.next(); frame !== undefined; frame = this.#parser.next()) {
      if (frame.type === frameTypes.ping && this.answersPings) this.#answer(frame);
      const give = this.#waiting.shift();
      if (give === undefined) this.#frames.push(frame);
      else give(frame);
    }
  }

  #answer(ping: Frame): void {
    this.writer.pong(ping.payload);
    this.flush();
  }
}

/** A frame, byte by byte as `contract/frames/frame.ts` draws it. */
export function rawFrame(type: number, method: number, callId: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(8 + payload.length, 0);
  head[4] = type;
  head.writeUInt16LE(method, 6);
  head.writeUInt32LE(callId, 8);
  return Buffer.concat([head, payload]);
}

/** The error that an ERROR or GOAWAY carries. */
export function errorOf(frame: Frame): FlowMeshError {
  return errorFromWire(CallError.decode(frame.bytes, frame.start, frame.end));
}

/** The message that a REPLY or ITEM carries. */
export function messageOf(frame: Frame): object {
  return methodsByNumber.get(frame.method)!.response.decode(frame.bytes, frame.start, frame.end);
}
