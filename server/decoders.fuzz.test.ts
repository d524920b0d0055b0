import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyMethod, CallError, Hello, methods } from "@flowmesh/contract";
import {
  type AnyCodec,
  DecodeError,
  EncodeError,
  FrameError,
  FrameParser,
  fromJson,
  fromQuery,
  JsonMappingError,
  toJson,
} from "@flowmesh/contract/internal";
import { SeededRandom } from "@flowmesh/engine";
import { decodeBatches, isFlowMeshError, readBatchHeader } from "@flowmesh/fabric";
import { codecMask, validateBatch } from "@flowmesh/fabric/internal";
import { jsonOf } from "./faces/http/read-body.ts";
import { parseQuery } from "./faces/http/rest-request.ts";
import { fuzzSeed, fuzzTimes } from "./testing/fuzz/fuzz-options.ts";
import { fragments, mutate } from "./testing/fuzz/mutate.ts";
import { mutatedBatch, randomBatch } from "./testing/fuzz/random-batch.ts";
import { randomMessage } from "./testing/fuzz/random-message.ts";
import { validFrames } from "./testing/fuzz/valid-frames.ts";

const codecs: readonly AnyCodec[] = [
  ...(Object.values(methods) as AnyMethod[]).flatMap(({ request, response }) => [request, response]),
  Hello as unknown as AnyCodec,
  CallError as unknown as AnyCodec,
];

/** Runs a case for each number and codec, and says which one failed. */
function forEachCodec(runs: number, check: (codec: AnyCodec, random: SeededRandom) => void): void {
  for (let run = 0; run < runs * fuzzTimes; run++) {
    for (const codec of codecs) {
      forCase(`${codec.name}, run ${run}`, (random) => check(codec, random));
    }
  }
}

function forCase(label: string, check: (random: SeededRandom) => void): void {
  try {
    check(new SeededRandom(`${fuzzSeed} ${label}`));
  } catch (cause) {
    throw new Error(`${label}, seed ${fuzzSeed}: ${(cause as Error).message}`, { cause });
  }
}

/** What it gives, or undefined when it refuses in one of the documented ways. */
function orRefused<Value>(
  refusals: readonly (abstract new (...args: never[]) => Error)[],
  make: () => Value,
): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (refusals.some((refusal) => error instanceof refusal)) return undefined;
    throw error;
  }
}

test("mutated protobuf is refused as DecodeError, or is a message that comes back as it is", () => {
  forEachCodec(300, (codec, random) => {
    const valid = codec.encode(randomMessage(codec, random));
    const again = codec.decode(valid);
    assert.deepEqual(codec.decode(codec.encode(again)), again);
    const mutated = mutate(valid, random);
    const message = orRefused([DecodeError], () => codec.decode(mutated));
    if (message !== undefined) assert.deepEqual(codec.decode(codec.encode(message)), message);
  });
});

test("every message comes back from JSON, and mutated JSON is refused in a documented way or can be encoded", () => {
  forEachCodec(150, (codec, random) => {
    const message = codec.decode(codec.encode(randomMessage(codec, random)));
    const text = JSON.stringify(toJson(codec, message as never));
    const back = orRefused([JsonMappingError], () => fromJson(codec as never, jsonOf(Buffer.from(text))));
    if (back !== undefined) assert.equal(JSON.stringify(toJson(codec, back)), text);
    const mutated = mutate(Buffer.from(text), random);
    const read = orRefusedByRequest(() => fromJson(codec as never, jsonOf(mutated)));
    if (read !== undefined) orRefused([EncodeError], () => codec.encode(read));
  });
});

function orRefusedByRequest<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof JsonMappingError || isFlowMeshError(error)) return undefined;
    throw error;
  }
}

test("mutated queries are refused in a documented way, or are messages", () => {
  forEachCodec(100, (codec, random) => {
    const names = codec.fields.flatMap(({ property, protoName }) => [property, protoName]);
    const pairs = Array.from({ length: random.integer(5) }, () => [
      random.pick([...names, "x"]),
      random.pick(["1", "", "true", "%C3%B6"]),
    ]);
    const query = pairs.map(([name, value]) => `${name}=${value}`).join("&");
    const mutated = mutate(Buffer.from(query), random).toString("latin1");
    const message = orRefusedByRequest(() =>
      fromJson(codec as never, fromQuery(codec as never, parseQuery(`/?${mutated}`))),
    );
    if (message !== undefined) codec.encode(message);
  });
});

/** All frames up to the first error, as comparable text. */
function framesOf(pieces: readonly Buffer[]): string[] {
  const parser = new FrameParser({ preface: true, frameBytesMax: 1_000_000 });
  const seen: string[] = [];
  const take = (): void => {
    for (let frame = parser.next(); frame !== undefined; frame = parser.next())
      seen.push(`${frame.type} ${frame.method} ${frame.callId} ${frame.argument} ${frame.payload.toString("hex")}`);
  };
  for (const piece of pieces) {
    parser.push(piece);
    try {
      take();
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      return [...seen, error.message];
    }
  }
  return seen;
}

test("mutated frames give the same frames and the same error however they are cut", () => {
  for (let run = 0; run < 3_000 * fuzzTimes; run++) {
    forCase(`frames ${run}`, (random) => {
      const mutated = mutate(validFrames(random), random);
      assert.deepEqual(framesOf(fragments(mutated, random)), framesOf([mutated]));
    });
  }
});

test("mutated batches are refused in a documented way, or every record that they count can be read", () => {
  const documented = [
    "batch_malformed",
    "batch_crc_mismatch",
    "batch_codec_unknown",
    "record_too_large",
    "capability_missing",
  ];
  const orDocumented = <Value>(make: () => Value): Value | undefined => {
    try {
      return make();
    } catch (error) {
      if (isFlowMeshError(error) && documented.includes(error.reason)) return undefined;
      throw error;
    }
  };
  let good = 0;
  for (let run = 0; run < 10_000 * fuzzTimes; run++) {
    forCase(`batch ${run}`, (random) => {
      const batch = random.chance(0.05) ? randomBatch(random) : mutatedBatch(random);
      orDocumented(() => [...decodeBatches(batch, { checkCrc: random.chance(0.5) })]);
      const isGood = orDocumented(() => validateBatch(batch) ?? true);
      if (isGood === undefined) return;
      good++;
      // The server sets the base offset before anybody reads.
      batch.writeBigInt64BE(0n, 0);
      const { count, attributes } = readBatchHeader(batch);
      const codec = attributes & codecMask;
      const records = codec === 0 ? [...decodeBatches(batch)] : orDocumented(() => [...decodeBatches(batch)]);
      if (codec === 0) assert.equal(records?.length, count);
    });
  }
  assert.ok(good > 500, `${good} of the batches were good`);
});
