import { type AnyMethod, Hello, methods } from "@flowmesh/contract";
import { FrameWriter, framesPreface, frameTypes } from "@flowmesh/contract/internal";
import type { SeededRandom } from "@flowmesh/engine";
import { rawFrame } from "../frames-client.ts";
import { mutate } from "./mutate.ts";
import { mutatedBatch, randomBatch } from "./random-batch.ts";
import { randomMessage } from "./random-message.ts";

const { createStream, append, publish, fetch, read, subscribe, commit, getStatus } = methods;
const allMethods = Object.values(methods) as AnyMethod[];
const stream = "target";

/** The requests of a client at its usual work. */
function usualRequest(random: SeededRandom): readonly [method: unknown, request: object] {
  const batch = randomBatch(random);
  const record = { key: Buffer.from("k"), value: Buffer.from("v"), headers: [{ name: "a", value: Buffer.from("b") }] };
  return random.pick([
    [createStream, { stream: "scratch", partitions: 2 }],
    [append, { stream, batch }],
    [append, { stream, partition: 1, batch, dedupeId: `id ${random.integer(20)}` }],
    [publish, { stream, records: [record, record] }],
    [
      commit,
      { operations: [{ append: { stream, batch } }, { append: { stream, partition: 1, batch } }], idempotencyKey: "k" },
    ],
    [fetch, { stream, waitMs: random.integer(20) }],
    [read, { stream, limit: 5 }],
    [subscribe, { stream, cursors: [{ partition: 0 }, { partition: 1 }], live: random.chance(0.5), maxBytes: 10_000 }],
    [getStatus, {}],
  ]);
}

/** What a client sends from its first byte on: HELLO, calls, credit, cancels, pings. */
export function validFrames(random: SeededRandom): Buffer {
  const writer = new FrameWriter();
  writer.preface();
  writer.hello({ version: 1, software: "test", maxFrameBytes: random.pick([0, 16_384, 1_000_000]) });
  for (let callId = 1 + random.integer(12); callId > 0; callId--) {
    const [method, request] = usualRequest(random) as readonly [AnyMethod, object];
    writer.call(method.number, callId, random.pick([0, 50, 1000]), method.request, request);
    if (random.chance(0.2)) writer.credit(method.number, callId, 1000);
    if (random.chance(0.1)) writer.cancel(method.number, callId);
    if (random.chance(0.1)) writer.ping(Buffer.from("ping"));
  }
  return Buffer.concat(writer.take());
}

/** Whole frames, of which the requests are wrong: a message of random fields, a mutated one, or a batch whose inside is mutated. */
export function framesOfWrongRequests(random: SeededRandom): Buffer {
  const frames = [
    framesPreface,
    rawFrame(frameTypes.hello, 0, 0, Hello.encode({ version: 1, maxFrameBytes: random.pick([0, 16_384]) })),
  ];
  for (let callId = 1 + random.integer(6); callId > 0; callId--) {
    const method = random.pick(allMethods);
    const frame = random.pick([randomCall, mutatedCall, callWithMutatedBatch])(method, callId, random);
    frames.push(frame);
  }
  return Buffer.concat(frames);
}

function callOf(method: AnyMethod, callId: number, request: Buffer): Buffer {
  const timeoutMs = Buffer.alloc(4);
  timeoutMs.writeUInt32LE(200);
  return rawFrame(frameTypes.call, method.number, callId, Buffer.concat([timeoutMs, request]));
}

function randomCall(method: AnyMethod, callId: number, random: SeededRandom): Buffer {
  return callOf(method, callId, method.request.encode(randomMessage(method.request, random)));
}

function mutatedCall(method: AnyMethod, callId: number, random: SeededRandom): Buffer {
  return callOf(method, callId, mutate(method.request.encode(randomMessage(method.request, random)), random));
}

function callWithMutatedBatch(_method: AnyMethod, callId: number, random: SeededRandom): Buffer {
  const request = append.request.encode({ stream, partition: random.integer(2), batch: mutatedBatch(random) });
  return callOf(append as unknown as AnyMethod, callId, request);
}
