import { Agent, type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { type AnyMethod, methods, type SubscribeResponse } from "@flowmesh/contract";
import { encodeGrpcMessage, frameTypes } from "@flowmesh/contract/internal";
import { decodeBatches, encodeBatch } from "@flowmesh/fabric";
import { errorOf, FramesClient, messageOf } from "../frames-client.ts";
import { GrpcClient } from "../grpc-client.ts";

/** How much of one kind of work was due, and how much of that was done in time. */
export interface Counts {
  due: number;
  done: number;
  slowestMs: number;
}

const stream = "healthy";
const stepMs = 100;
/** What comes later than this was not done in time. */
const inTimeMs = 2000;
const recordBytes = 4096;
/** What is read back in one go. */
const pageBytes = 65_536;
const subscription = { cursors: [{}], live: true };
const path = `/v1/streams/${stream}`;

/**
 * Clients that work beside a flood, at a fixed rate whether or not they are answered: in each step one record is published through every face, a page is read
 * through every face, and a subscription over each must bring every record.
 */
export class HealthyLoad {
  readonly #port: number;
  readonly #t: TestContext;
  /** Those that have no call under way; more are opened when there is none. */
  readonly #frames: FramesClient[];
  readonly #grpc: GrpcClient;
  readonly #http: Agent = new Agent({ keepAlive: true });
  /** Of records that have not come to every subscriber: when they were sent, by their number. */
  readonly #sentMs: Map<number, number> = new Map();
  #records = 0;
  #work: Record<string, Counts> = {};

  private constructor(t: TestContext, port: number, frames: FramesClient, grpc: GrpcClient) {
    this.#t = t;
    this.#port = port;
    this.#frames = [frames];
    this.#grpc = grpc;
  }

  static async start(t: TestContext, port: number): Promise<HealthyLoad> {
    const frames = await FramesClient.open(t, port);
    await frames.call("createStream", { stream });
    const load = new HealthyLoad(t, port, frames, await GrpcClient.open(t, port));
    t.after(() => load.#http.destroy());
    await load.#subscribe();
    return load;
  }

  /** Works for so long, and until what was due last is done or late. Gives what was done by its kind. */
  async run(ms: number): Promise<Readonly<Record<string, Counts>>> {
    this.#work = {};
    this.#sentMs.clear();
    const work: Promise<unknown>[] = [];
    await inSteps(ms, () => work.push(...this.#step()));
    const endMs = performance.now() + inTimeMs;
    await Promise.race([Promise.all(work), late()]);
    while (this.#isAwaited && performance.now() < endMs) await this.#frames[0]!.settled();
    return this.#work;
  }

  #step(): Promise<unknown>[] {
    return [
      this.#timed("publishes over frames", () => this.#overFrames("append", { stream, batch: this.#record() })),
      this.#timed("publishes over gRPC", () => this.#overGrpc(methods.append, { stream, batch: this.#record() })),
      this.#timed("publishes over HTTP", () => this.#overHttp("POST", "/partitions/0/batches", this.#record())),
      this.#timed("reads over frames", () => this.#overFrames("fetch", { stream, maxBytes: pageBytes })),
      this.#timed("reads over gRPC", () => this.#overGrpc(methods.fetch, { stream, maxBytes: pageBytes })),
      this.#timed("reads over HTTP", () => this.#overHttp("GET", `/partitions/0/batches?max_bytes=${pageBytes}`)),
    ];
  }

  /** What fails was not done. */
  #timed(kind: string, work: () => Promise<unknown>): Promise<unknown> {
    const startedMs = performance.now();
    const counts = this.#countsOf(kind);
    counts.due++;
    return work().then(
      () => done(counts, startedMs),
      () => undefined,
    );
  }

  #countsOf(kind: string): Counts {
    this.#work[kind] ??= { due: 0, done: 0, slowestMs: 0 };
    return this.#work[kind];
  }

  /** The next record, which every subscriber must get. */
  #record(): Uint8Array {
    const number = this.#records++;
    this.#sentMs.set(number, performance.now());
    for (const subscriber of subscribers) this.#countsOf(subscriber).due++;
    const value = Buffer.alloc(recordBytes);
    value.writeUInt32LE(number);
    return encodeBatch([{ value, timestampMs: 1_700_000_000_000 }]);
  }

  #came(subscriber: string, batches: Uint8Array): void {
    for (const { value } of decodeBatches(batches)) {
      const sentMs = this.#sentMs.get(Buffer.from(value!).readUInt32LE());
      if (sentMs !== undefined) done(this.#countsOf(subscriber), sentMs);
    }
  }

  /** Whether a subscriber has not yet got everything. */
  get #isAwaited(): boolean {
    return subscribers.some((subscriber) => this.#countsOf(subscriber).done < this.#countsOf(subscriber).due);
  }

  async #subscribe(): Promise<void> {
    const client = await FramesClient.open(this.#t, this.#port);
    void this.#listenToFrames(
      client,
      client.send(methods.subscribe as unknown as AnyMethod, { stream, ...subscription }),
    );
    void this.#listenToGrpc(await GrpcClient.open(this.#t, this.#port));
    const response = await this.#ask("POST", "/subscription", "application/json", JSON.stringify(subscription));
    // The server goes first when the test ends.
    response.on("error", () => {});
    const lines = createInterface({ input: response }).on("error", () => {});
    lines.on("line", (line) => {
      const { batches } = JSON.parse(line || "{}") as { batches?: string };
      if (batches !== undefined) this.#came("subscriptions over HTTP", Buffer.from(batches, "base64"));
    });
  }

  async #listenToFrames(client: FramesClient, id: number): Promise<void> {
    client.writer.credit((methods.subscribe as unknown as AnyMethod).number, id, 2 ** 31);
    client.flush();
    for (let frame = await client.nextFrame(); frame !== undefined; frame = await client.nextFrame()) {
      if (frame.type === frameTypes.error) throw errorOf(frame);
      if (frame.callId === id) this.#came("subscriptions over frames", (messageOf(frame) as SubscribeResponse).batches);
    }
  }

  async #listenToGrpc(client: GrpcClient): Promise<void> {
    const { fullName, request: asked, response } = methods.subscribe as unknown as AnyMethod;
    const call = client.begin(`/${fullName}`);
    call.stream.end(Buffer.concat(encodeGrpcMessage(asked, { stream, ...subscription })));
    for (let count = 1; ; count++) {
      await call.received(count);
      const message = response.decode(call.messages[count - 1]!.bytes) as SubscribeResponse;
      this.#came("subscriptions over gRPC", message.batches);
    }
  }

  async #overFrames(name: "append" | "fetch", message: object): Promise<void> {
    const client = this.#frames.pop() ?? (await FramesClient.open(this.#t, this.#port));
    try {
      await client.call(name, message);
    } finally {
      this.#frames.push(client);
    }
  }

  async #overGrpc(method: object, message: object): Promise<void> {
    const { status } = await this.#grpc.call(method as AnyMethod, message);
    if (status !== 0) throw new Error(`gRPC answered ${status}`);
  }

  async #overHttp(verb: string, route: string, batch?: Uint8Array): Promise<void> {
    const response = await this.#ask(verb, route, "application/octet-stream", batch);
    response.resume();
    await new Promise((resolve, reject) => response.once("end", resolve).once("error", reject));
    if (response.statusCode !== 200) throw new Error(`HTTP answered ${response.statusCode}`);
  }

  #ask(method: string, route: string, type: string, body?: string | Uint8Array): Promise<IncomingMessage> {
    const headers = body === undefined ? {} : { "content-type": type, "content-length": body.length };
    const options = { port: this.#port, host: "127.0.0.1", method, path: path + route, agent: this.#http, headers };
    return new Promise((resolve, reject) => {
      request(options, resolve).once("error", reject).end(body);
    });
  }
}

const subscribers = ["subscriptions over frames", "subscriptions over gRPC", "subscriptions over HTTP"];

function done(counts: Counts, startedMs: number): void {
  const tookMs = performance.now() - startedMs;
  if (tookMs <= inTimeMs) counts.done++;
  counts.slowestMs = Math.max(counts.slowestMs, tookMs);
}

/** Resolves when what was due last is late. */
function late(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, inTimeMs);
  });
}

/** Takes a step at its time for so long; those that came too late for it at once. */
function inSteps(ms: number, step: () => void): Promise<void> {
  const startMs = performance.now();
  return new Promise((resolve) => {
    let steps = 0;
    const timer = setInterval(() => {
      for (; steps * stepMs <= Math.min(performance.now() - startMs, ms); steps++) step();
      if (steps * stepMs <= ms) return;
      clearInterval(timer);
      resolve();
    }, stepMs / 5);
  });
}
