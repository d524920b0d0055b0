import { type AnyMethod, callStreams, methods } from "@flowmesh/contract";
import { encodeGrpcMessage, grpcHead } from "@flowmesh/contract/internal";
import type { SeededRandom } from "@flowmesh/engine";
import { mutate } from "./mutate.ts";
import { mutatedBatch, randomBatch } from "./random-batch.ts";
import { randomMessage } from "./random-message.ts";

const allMethods = Object.values(methods) as AnyMethod[];
const { appendStream } = callStreams;
const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

const types = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  window: 8,
  continuation: 9,
};
const endStream = 1;
const endHeaders = 4;

/** What a gRPC client sends from its first byte on: preface, SETTINGS, calls, and now and then the other frames of HTTP/2. */
export function validHttp2(random: SeededRandom): Buffer {
  return Buffer.concat([...opening(random), ...callsOf(random, usualBody)]);
}

/** Whole frames of HTTP/2, of which the requests are wrong: other messages, broken ones, lengths that lie, headers that nobody knows. */
export function http2OfWrongRequests(random: SeededRandom): Buffer {
  return Buffer.concat([...opening(random), ...callsOf(random, wrongBody)]);
}

function opening(random: SeededRandom): Buffer[] {
  const windows = random.pick([[], [[4, 0]], [[4, 1]], [[4, 1_000_000]], [[1, 0]], [[5, 16_384]]]) as [
    number,
    number,
  ][];
  return [preface, frame(types.settings, 0, 0, settings(windows))];
}

function callsOf(random: SeededRandom, bodyOf: (method: AnyMethod, random: SeededRandom) => Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let call = 0; call <= random.integer(6); call++) {
    const id = call * 2 + 1;
    const method = random.pick(allMethods);
    const isStream = random.chance(0.1);
    const path = random.chance(0.9)
      ? `/${isStream ? appendStream.fullName : method.fullName}`
      : random.pick(otherPaths);
    frames.push(...headerFrames(id, headerBlock(path, random), random));
    const body = isStream ? streamBody(random, bodyOf) : bodyOf(method, random);
    frames.push(...dataFrames(id, body, random));
    if (random.chance(0.15)) frames.push(oddFrame(id, random));
  }
  return frames;
}

const otherPaths = [
  "",
  "/",
  "/flowmesh.v1.StreamsService/Nothing",
  "/grpc.health.v1.Health/Check",
  "/grpc.health.v1.Health/Watch",
  "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
];

/** Several requests on one stream, right ones and, where those are asked for, wrong ones between them. */
function streamBody(random: SeededRandom, bodyOf: (method: AnyMethod, random: SeededRandom) => Buffer): Buffer {
  const bodies = Array.from({ length: 1 + random.integer(5) }, () => {
    if (bodyOf === wrongBody && random.chance(0.5)) return bodyOf(random.pick(allMethods), random);
    const request = { stream: "target", batch: bodyOf === wrongBody ? mutatedBatch(random) : randomBatch(random) };
    const message = appendStream.request.encode({ request, timeoutMs: random.integer(1000) });
    return Buffer.concat([grpcHead(message.length, false), message]);
  });
  return Buffer.concat(bodies);
}

function usualBody(method: AnyMethod, random: SeededRandom): Buffer {
  const stream = "target";
  const request =
    method.name === "Append" ? { stream, batch: randomBatch(random) } : { stream, waitMs: random.integer(20) };
  return Buffer.concat(encodeGrpcMessage(method.request, request));
}

function wrongBody(method: AnyMethod, random: SeededRandom): Buffer {
  const message = method.request.encode(randomMessage(method.request, random));
  const batch = methods.append.request.encode({ stream: "target", batch: mutatedBatch(random) });
  const bytes = random.pick([message, mutate(message, random), batch]);
  const length = random.chance(0.9) ? bytes.length : random.pick([0, 1, bytes.length + 1, 2 ** 24, 2 ** 32 - 1]);
  const head = grpcHead(length, random.chance(0.1));
  return Buffer.concat([head, bytes, ...(random.chance(0.1) ? [head, bytes] : [])]);
}

/** HPACK without compression: every field a literal that nobody need remember. */
function headerBlock(path: string, random: SeededRandom): Buffer {
  const fields: [string, string][] = [
    [":method", random.chance(0.98) ? "POST" : "GET"],
    [":scheme", "http"],
    [":path", path],
    [":authority", random.chance(0.98) ? "localhost" : "example.com"],
    ["content-type", random.chance(0.97) ? "application/grpc" : "text/html"],
    ["te", "trailers"],
  ];
  if (random.chance(0.3)) fields.push(["grpc-timeout", random.pick(["50m", "1S", "0n", "soon", "99999999H"])]);
  if (random.chance(0.2)) fields.push(["grpc-encoding", random.pick(["gzip", "identity", "snappy"])]);
  if (random.chance(0.1)) fields.push(["x".repeat(1 + random.integer(100)), "y".repeat(random.integer(100))]);
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.of(0), literal(name), literal(value)]));
}

function literal(text: string): Buffer {
  return Buffer.concat([Buffer.of(Math.min(text.length, 126)), Buffer.from(text.slice(0, 126))]);
}

function headerFrames(id: number, block: Buffer, random: SeededRandom): Buffer[] {
  if (random.chance(0.8)) return [frame(types.headers, endHeaders, id, block)];
  const at = random.integer(block.length);
  return [
    frame(types.headers, 0, id, block.subarray(0, at)),
    frame(types.continuation, endHeaders, id, block.subarray(at)),
  ];
}

function dataFrames(id: number, body: Buffer, random: SeededRandom): Buffer[] {
  const end = random.chance(0.9) ? endStream : 0;
  if (random.chance(0.6)) return [frame(types.data, end, id, body)];
  const at = random.integer(body.length + 1);
  return [frame(types.data, 0, id, body.subarray(0, at)), frame(types.data, end, id, body.subarray(at))];
}

function oddFrame(id: number, random: SeededRandom): Buffer {
  return random.pick([
    frame(types.reset, 0, id, number32(random.pick([0, 7, 8]))),
    frame(types.ping, random.integer(2), 0, Buffer.alloc(8)),
    frame(types.window, 0, random.pick([0, id]), number32(random.pick([0, 1, 65_535, 2 ** 31 - 1]))),
    frame(types.priority, 0, id, Buffer.alloc(5)),
    frame(types.settings, 0, 0, settings([[random.integer(10), random.pick([0, 1, 2 ** 31])]])),
    frame(types.settings, 1, 0, Buffer.alloc(0)),
    frame(types.goaway, 0, 0, Buffer.alloc(8)),
    frame(random.integer(256), random.integer(256), id, Buffer.alloc(random.integer(20))),
  ]);
}

function settings(values: readonly (readonly [id: number, value: number])[]): Buffer {
  return Buffer.concat(
    values.map(([id, value]) => {
      const entry = Buffer.alloc(6);
      entry.writeUInt16BE(id);
      entry.writeUInt32BE(value, 2);
      return entry;
    }),
  );
}

function frame(type: number, flags: number, streamId: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
