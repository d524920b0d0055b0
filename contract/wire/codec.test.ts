import assert from "node:assert/strict";
import { join } from "node:path";
import { before, test } from "node:test";
import {
  create,
  createFileRegistry,
  type DescMessage,
  type FileRegistry,
  fromBinary,
  toBinary,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import * as messages from "../generated/messages.ts";
import { buildDescriptors } from "../generator/read-protos.ts";
import { AppendRequest, FetchResponse, PublishRequest, Record, StreamSettings } from "../index.ts";
import type { AnyCodec, PayloadCodec } from "./codec.ts";
import { EncodeError } from "./encode-error.ts";
import type { Field } from "./field.ts";

const codecs = (Object.values(messages) as AnyCodec[]).filter((value) => typeof value?.decode === "function");

let registry: FileRegistry;

before(() => {
  const descriptors = buildDescriptors(join(import.meta.dirname, "../proto"));
  registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors));
});

type Plain = { [property: string]: unknown };

const int64 = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, 127, 128, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.string({ minLength: 40, maxLength: 200 }),
);

function arbitraryOf(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case "int32":
      return fc.oneof(fc.integer(), fc.constantFrom(0, -1, 0x7fffffff, -0x80000000));
    case "int64":
      return int64;
    case "bool":
      return fc.boolean();
    case "string":
      return text;
    case "bytes":
      return fc.uint8Array({ maxLength: 300 });
    case "enum":
      return fc.constantFrom(...field.values!);
    case "time":
      return fc.oneof(
        fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
        fc.constantFrom(0, -1, 0.5, 1.25),
      );
    case "message":
      return messageArbitrary(field.message!());
  }
}

/** Sparse messages: any field may be absent, at most one of each oneof is there. */
function messageArbitrary(codec: AnyCodec): fc.Arbitrary<Plain> {
  const entries = codec.fields.map((field) => {
    const one = arbitraryOf(field);
    return [field.property, fc.option(field.repeated ? fc.array(one, { maxLength: 5 }) : one, { nil: undefined })];
  });
  return fc.record(Object.fromEntries(entries)).map((message: Plain) => {
    const chosen = new Set<string>();
    for (const { oneof, property } of codec.fields) {
      if (oneof === undefined || message[property] === undefined) continue;
      if (chosen.has(oneof)) message[property] = undefined;
      chosen.add(oneof);
    }
    return message;
  });
}

/** The message as @bufbuild/protobuf takes it. */
function asReference(codec: AnyCodec, message: Plain): Plain {
  const reference: Plain = {};
  for (const field of codec.fields) {
    const value = message[field.property];
    if (value === undefined) continue;
    const one = (element: unknown) => referenceValue(field, element);
    const converted = field.repeated ? (value as unknown[]).map(one) : one(value);
    if (field.oneof === undefined) reference[field.property] = converted;
    else reference[field.oneof] = { case: field.property, value: converted };
  }
  return reference;
}

function referenceValue(field: Field, value: unknown): unknown {
  switch (field.kind) {
    case "int64":
      return BigInt(value as number);
    case "enum":
      return field.values!.indexOf(value as string);
    case "time": {
      const seconds = Math.floor((value as number) / 1000);
      return { seconds: BigInt(seconds), nanos: Math.round(((value as number) - seconds * 1000) * 1_000_000) };
    }
    case "message":
      return asReference(field.message!(), value as Plain);
    default:
      return value;
  }
}

/** What decoding must give for a sparse message: every implicit field there. */
function complete(codec: AnyCodec, message: Plain): Plain {
  const full = codec.create() as Plain;
  for (const field of codec.fields) {
    const value = message[field.property];
    if (value === undefined) continue;
    const one = (element: unknown) => {
      if (field.kind === "message") return complete(field.message!(), element as Plain);
      return field.kind === "bytes" ? Buffer.from(element as Uint8Array) : element;
    };
    full[field.property] = field.repeated ? (value as unknown[]).map(one) : one(value);
  }
  return full;
}

/** With bytes as Buffers, so that views compare by content. */
function normal(codec: AnyCodec, message: object): Plain {
  return complete(codec, message as Plain);
}

const runs = { numRuns: 60 };

test("every message encodes to the bytes that the reference implementation makes of it", () => {
  assert.ok(codecs.length >= 40);
  for (const codec of codecs) {
    const schema = registry.getMessage(codec.name) as DescMessage;
    fc.assert(
      fc.property(messageArbitrary(codec), (message) => {
        const expected = toBinary(schema, create(schema, asReference(codec, message) as never));
        assert.deepEqual(codec.encode(message), Buffer.from(expected));
        assert.ok(codec.bound(message) >= expected.length);
        assert.equal(codec.size(message), expected.length);
      }),
      runs,
    );
  }
});

test("every message decodes to what was encoded, by this codec or by the reference implementation", () => {
  for (const codec of codecs) {
    const schema = registry.getMessage(codec.name) as DescMessage;
    fc.assert(
      fc.property(messageArbitrary(codec), (message) => {
        const bytes = toBinary(schema, create(schema, asReference(codec, message) as never));
        assert.deepEqual(normal(codec, codec.decode(bytes)), complete(codec, message));
        assert.deepEqual(normal(codec, codec.decode(codec.encode(message))), complete(codec, message));
      }),
      runs,
    );
  }
});

test("a decoded message encodes to the same bytes again", () => {
  fc.assert(
    fc.property(messageArbitrary(PublishRequest as AnyCodec), (message) => {
      const bytes = PublishRequest.encode(message);
      assert.deepEqual(PublishRequest.encode(PublishRequest.decode(bytes)), bytes);
    }),
  );
});

test("head and payload, one behind the other, are the message", () => {
  const payloadCodecs = codecs.filter((codec) => codec.payloadField !== undefined) as PayloadCodec<object>[];
  assert.deepEqual(payloadCodecs.map((codec) => codec.name).sort(), [
    "flowmesh.v1.AppendRequest",
    "flowmesh.v1.FetchResponse",
    "flowmesh.v1.SubscribeResponse",
  ]);
  for (const codec of payloadCodecs) {
    fc.assert(
      fc.property(messageArbitrary(codec as AnyCodec), fc.uint8Array({ maxLength: 400 }), (message, payload) => {
        const head = codec.encodeHead(message, payload.length);
        const whole = codec.encode({ ...message, [codec.payloadField]: payload });
        assert.deepEqual(Buffer.concat([head, payload]), whole);
      }),
      runs,
    );
  }
});

test("a message is written at an offset of a larger buffer without touching what stands around it", () => {
  const message = { stream: "orders", partition: 3, batch: Buffer.from("batch") };
  const expected = AppendRequest.encode(message);
  const buffer = Buffer.alloc(10 + AppendRequest.bound(message), 0xee);
  const end = AppendRequest.put(message, buffer, 7);
  assert.deepEqual(buffer.subarray(7, end), expected);
  assert.deepEqual(buffer.subarray(0, 7), Buffer.alloc(7, 0xee));
});

test("nested messages of changing sizes keep their lengths right", () => {
  const sizes = [0, 1, 100, 130, 5, 20_000, 3, 2_100_000, 127, 128];
  const records = sizes.map((size) => ({ value: Buffer.alloc(size, size & 0xff) }));
  const decoded = PublishRequest.decode(PublishRequest.encode({ stream: "s", records }));
  assert.deepEqual(
    decoded.records.map((record) => record.value?.length),
    sizes,
  );
});

test("encoded messages share no bytes with one another", () => {
  const encoded = Array.from({ length: 2000 }, (_, i) => AppendRequest.encode({ stream: `stream-${i}`, partition: i }));
  encoded.forEach((bytes, i) => {
    assert.equal(AppendRequest.decode(bytes).stream, `stream-${i}`);
  });
});

test("bytes are views on the input", () => {
  const input = FetchResponse.encode({ nextOffset: 5, batches: Buffer.from("batches") });
  const { batches } = FetchResponse.decode(input);
  assert.equal(batches.buffer, input.buffer);
  assert.equal(Buffer.from(batches).toString(), "batches");
});

test("absent optional fields are undefined, and present ones keep zero and empty", () => {
  const decoded = Record.decode(Record.encode({ key: new Uint8Array(0) }));
  assert.deepEqual([decoded.key?.length, decoded.value, decoded.timestamp], [0, undefined, undefined]);
  assert.equal(StreamSettings.decode(StreamSettings.encode({ retentionMs: 0 })).retentionMs, 0);
});

test("null stands for absent", () => {
  const message = { stream: null, partition: null, batch: null, expectedOffset: null } as never;
  assert.equal(AppendRequest.encode(message).length, 0);
});

const refused: readonly (readonly [string, object, RegExp])[] = [
  ["a number for a string", { stream: 7 }, /AppendRequest\.stream must be a string/],
  ["a fraction for a whole number", { partition: 1.5 }, /AppendRequest\.partition must be a whole number/],
  ["a number beyond 32 bits", { partition: 2 ** 31 }, /AppendRequest\.partition/],
  ["NaN", { partition: Number.NaN }, /AppendRequest\.partition/],
  ["a number beyond 2^53", { expectedOffset: 2 ** 53 }, /AppendRequest\.expected_offset must be a whole number within/],
  ["a string for a number", { expectedOffset: "1" }, /AppendRequest\.expected_offset/],
  ["a bigint", { expectedOffset: 1n }, /AppendRequest\.expected_offset/],
  ["an unknown enum value", { durability: "sometimes" }, /AppendRequest\.durability must be one of always/],
  ["an enum value that every object has", { durability: "constructor" }, /AppendRequest\.durability/],
  ["an array for bytes", { batch: [1, 2] }, /AppendRequest\.batch must be a Uint8Array/],
];

for (const [what, message, problem] of refused) {
  test(`refuses to encode ${what}`, () => {
    assert.throws(
      () => AppendRequest.encode(message),
      (error) => error instanceof EncodeError && problem.test(error.message),
    );
  });
}

test("refuses to encode lists that are none, and elements that are no messages", () => {
  assert.throws(() => PublishRequest.encode({ records: {} as never }), /PublishRequest\.records must be an array/);
  assert.throws(() => PublishRequest.encode({ records: [null as never] }), /PublishRequest\.records must be an object/);
  assert.throws(
    () => PublishRequest.encode({ records: [{ timestamp: Number.NaN }] }),
    /NewRecord\.timestamp must be a time/,
  );
});
