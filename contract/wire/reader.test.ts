import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as messages from "../generated/messages.ts";
import {
  AppendRequest,
  CommitRequest,
  CreateStreamRequest,
  FindOffsetsRequest,
  HeartbeatRequest,
  JoinGroupRequest,
  ListStreamsResponse,
  limits,
  PublishRequest,
  ReadRequest,
  SubscribeRequest,
} from "../index.ts";
import type { AnyCodec } from "./codec.ts";
import { DecodeError } from "./decode-error.ts";
import { Reader } from "./reader.ts";

const codecs = (Object.values(messages) as AnyCodec[]).filter((value) => typeof value?.decode === "function");

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}

const malformed: readonly (readonly [string, AnyCodec, string, RegExp])[] = [
  ["a tag that is cut off", AppendRequest, "80", /ends in the middle/],
  ["a text that is cut off", AppendRequest, "0a 05 61 62", /AppendRequest\.stream/],
  ["a text without a length", AppendRequest, "0a", /AppendRequest\.stream/],
  ["a length far beyond the end", AppendRequest, "0a ff ff ff ff 07", /beyond the end/],
  ["a length beyond 2^53", AppendRequest, "0a ff ff ff ff ff ff ff ff 7f", /beyond 2\^53/],
  ["a length that is negative", AppendRequest, "0a ff ff ff ff ff ff ff ff ff 01", /beyond 2\^53/],
  ["a number of 11 bytes", AppendRequest, "10 80 80 80 80 80 80 80 80 80 80 00", /more than 64 bits/],
  ["a number of more than 64 bits", AppendRequest, "10 ff ff ff ff ff ff ff ff ff 02", /more than 64 bits/],
  ["an unknown number of 11 bytes", AppendRequest, "a0 06 80 80 80 80 80 80 80 80 80 80 00", /more than 10 bytes/],
  ["a number beyond 2^53 - 1", AppendRequest, "18 80 80 80 80 80 80 80 10", /AppendRequest\.expected_offset/],
  ["a number below -(2^53 - 1)", AppendRequest, "18 80 80 80 80 80 80 80 f0 ff 01", /AppendRequest\.expected_offset/],
  ["a number beyond 32 bits", AppendRequest, "10 80 80 80 80 08", /AppendRequest\.partition, .*|outside 32 bits/],
  ["field number 0", AppendRequest, "00 00", /no such field number/],
  ["field number 0 with a long tag", AppendRequest, "82 00 00", /no such field number/],
  ["a field number beyond 2^29 - 1", AppendRequest, "80 80 80 80 10 00", /no such field number/],
  ["a known field with another wire type", AppendRequest, "08 01", /AppendRequest\.stream/],
  ["a known number with 4 bytes", AppendRequest, "15 00 00 00 00", /wrong wire type/],
  ["a group", AppendRequest, "a3 06 a4 06", /groups/],
  ["the end of a group", AppendRequest, "a4 06", /groups/],
  ["wire type 6", AppendRequest, "a6 06", /no such wire type/],
  ["wire type 7", AppendRequest, "a7 06", /no such wire type/],
  ["an unknown field of 8 bytes that is cut off", AppendRequest, "a1 06 00 00 00", /ends in the middle/],
  ["an unknown field of 4 bytes that is cut off", AppendRequest, "a5 06 00", /ends in the middle/],
  ["an unknown field with a length beyond the end", AppendRequest, "a2 06 05 00", /beyond the end/],
  ["text that is not UTF-8", AppendRequest, "0a 02 c3 28", /not UTF-8/],
  ["text with a surrogate", AppendRequest, "0a 03 ed a0 80", /not UTF-8/],
  ["text with an overlong character", AppendRequest, "0a 02 c0 80", /not UTF-8/],
  ["an enum value that is not known", AppendRequest, "30 63", /AppendRequest\.durability/],
  ["a nested message beyond its parent", PublishRequest, "12 02 0a 05", /beyond the end/],
  ["a nested message that reaches into its sibling", PublishRequest, "12 02 0a 01 61 12 00", /beyond the end/],
  ["a packed list that is cut off in an element", FindOffsetsRequest, "12 01 80", /ends in the middle/],
  ["a time beyond what a number holds", ReadRequest, "22 08 08 80 80 80 80 80 80 10", /time is out of range/],
  ["a time with negative nanoseconds", ReadRequest, "22 0b 10 ff ff ff ff ff ff ff ff ff 01", /time is out of range/],
];

const itemsMax = limits.messageItems.value;

/** A field that the codec's message has as a list, so many times with an empty message. */
function emptyItems(count: number, field: number = 2): Buffer {
  return Buffer.alloc(count * 2).fill(Buffer.of(field * 8 + 2, 0));
}

const packedZeros = (count: number): Buffer => {
  const head = Buffer.of(0x12, (count & 0x7f) | 0x80, ((count >> 7) & 0x7f) | 0x80, count >> 14);
  return Buffer.concat([head, Buffer.alloc(count)]);
};

test("a request may have as many messages and elements of lists as the limit says, and not one more", () => {
  assert.equal(PublishRequest.decodeRequest(emptyItems(itemsMax)).records.length, itemsMax);
  const refused: readonly (readonly [AnyCodec, Buffer, RegExp])[] = [
    [PublishRequest, emptyItems(itemsMax + 1), /PublishRequest\.records/],
    [SubscribeRequest, emptyItems(itemsMax + 1), /SubscribeRequest\.cursors/],
    [CommitRequest, emptyItems(itemsMax + 1, 1), /CommitRequest\.operations/],
    // Two sides of a oneof in turn: each replaces the other.
    [
      CommitRequest,
      Buffer.concat([Buffer.of(0x0a, 0x84, 0xe2, 0x09), Buffer.alloc(160_004).fill("\x0a\0\x12\0", "latin1")]),
      /Operation\./,
    ],
    [JoinGroupRequest, emptyItems(itemsMax + 1, 2), /JoinGroupRequest\.streams/],
    [FindOffsetsRequest, Buffer.alloc(2 * (itemsMax + 1)).fill("\x10\0", "latin1"), /FindOffsetsRequest\.partitions/],
    [FindOffsetsRequest, packedZeros(16 * itemsMax + 1), /FindOffsetsRequest\.partitions/],
    // Fields that nobody knows.
    [AppendRequest, Buffer.alloc(3 * (itemsMax + 1)).fill(Buffer.of(0xf8, 0x01, 0)), /more than/],
  ];
  for (const [codec, bytes, problem] of refused) {
    assert.throws(
      () => codec.decodeRequest(bytes),
      (error) => error instanceof DecodeError && problem.test(error.message) && /more than 20000/.test(error.message),
      `${codec.name} ${problem}`,
    );
  }
  assert.equal(FindOffsetsRequest.decodeRequest(packedZeros(16 * itemsMax)).partitions.length, 16 * itemsMax);
});

test("a request that gives the same fields again and again is refused before it has taken time", () => {
  const again = (bytes: readonly number[]): Buffer => Buffer.alloc(16 * 1024 * 1024, Buffer.from(bytes));
  const refused: readonly (readonly [AnyCodec, Buffer])[] = [
    [CommitRequest, again([0x12, 2, 0xc3, 0xa9])],
    [PublishRequest, again([0x0a, 0])],
    [AppendRequest, again([0x10, 1])],
    [FindOffsetsRequest, again([0x12, 0])],
    // Within a message of a list.
    [PublishRequest, Buffer.concat([Buffer.of(0x12, 0x80, 0x80, 0x80, 8), again([0x0a, 0])])],
  ];
  for (const [codec, bytes] of refused) assert.throws(() => codec.decodeRequest(bytes), /again and again/, codec.name);
  const twice = Buffer.concat([PublishRequest.encode({ stream: "a" }), PublishRequest.encode({ stream: "b" })]);
  assert.equal(PublishRequest.decodeRequest(twice).stream, "b");
});

test("what is no request may have more: an answer that lists streams with all their partitions", () => {
  const partitions = Array.from({ length: 1024 }, (_, partition) => ({ partition, nextOffset: 5 }));
  const streams = Array.from({ length: 100 }, (_, index) => ({ stream: `s${index}`, partitions }));
  const read = ListStreamsResponse.decode(ListStreamsResponse.encode({ streams }));
  assert.equal(read.streams[99]!.partitions.length, 1024);
});

test("the largest requests there are stay below the limit", () => {
  const partitions = Array.from({ length: 1024 }, (_, partition) => partition);
  const holding = Array.from({ length: 100 }, (_, index) => ({ stream: `s${index}`, partitions }));
  assert.equal(HeartbeatRequest.decodeRequest(HeartbeatRequest.encode({ holding })).holding.length, 100);
  const operations = Array.from({ length: 1000 }, () => ({
    publish: { stream: "s", records: [{ headers: [{ name: "a" }] }] },
  }));
  assert.equal(CommitRequest.decodeRequest(CommitRequest.encode({ operations })).operations.length, 1000);
  const cursors = partitions.map((partition) => ({ partition, offset: 5 }));
  assert.equal(SubscribeRequest.decodeRequest(SubscribeRequest.encode({ cursors })).cursors.length, 1024);
});

for (const [what, codec, bytes, problem] of malformed) {
  test(`refuses ${what}`, () => {
    assert.throws(
      () => codec.decode(hex(bytes)),
      (error) => error instanceof DecodeError && problem.test(error.message) && error.offset <= hex(bytes).length,
    );
  });
}

test("skips unknown fields of every wire type", () => {
  const bytes = hex("a0 06 96 01 a1 06 0102030405060708 a2 06 03 616263 a5 06 01020304 10 07");
  assert.equal(AppendRequest.decode(bytes).partition, 7);
});

test("takes lists of numbers packed, unpacked and mixed", () => {
  assert.deepEqual(FindOffsetsRequest.decode(hex("10 01 12 02 02 03 10 04")).partitions, [1, 2, 3, 4]);
});

test("takes numbers in more bytes than they need", () => {
  assert.equal(AppendRequest.decode(hex("10 87 80 80 80 80 80 80 80 80 00")).partition, 7);
});

test("of a field given twice the last one counts, but nested messages are merged", () => {
  assert.equal(AppendRequest.decode(hex("10 01 10 02")).partition, 2);
  const first = CreateStreamRequest.encode({ settings: { retentionMs: 5 } });
  const second = CreateStreamRequest.encode({ settings: { retentionBytes: 6 } });
  const { settings } = CreateStreamRequest.decode(Buffer.concat([first, second]));
  assert.deepEqual([settings?.retentionMs, settings?.retentionBytes], [5, 6]);
});

test("of several fields of a oneof the last one counts, and clears the others", () => {
  const bytes = Buffer.concat([
    ReadRequest.encode({ offset: 5 }),
    ReadRequest.encode({ anchor: "latest" }),
    ReadRequest.encode({ fromTime: 1000 }),
  ]);
  const { offset, anchor, fromTime } = ReadRequest.decode(bytes);
  assert.deepEqual([offset, anchor, fromTime], [undefined, undefined, 1000]);
});

test("refuses messages nested deeper than 32 levels", () => {
  const nested = (levels: number): Buffer => {
    let bytes = Buffer.alloc(0);
    for (let i = 0; i < levels; i++) bytes = Buffer.concat([Buffer.from([bytes.length]), bytes]);
    return bytes;
  };
  const enterAll = (bytes: Buffer): void => {
    const reader = new Reader(bytes, 0, bytes.length);
    while (reader.position < reader.end) reader.enter("Tree.child");
  };
  enterAll(nested(32));
  assert.throws(() => enterAll(nested(33)), /deeper than 32/);
});

test("refuses a range outside the bytes", () => {
  assert.throws(() => AppendRequest.decode(Buffer.alloc(4), 2, 5), DecodeError);
  assert.throws(() => AppendRequest.decode(Buffer.alloc(4), 3, 2), DecodeError);
  assert.throws(() => AppendRequest.decode(Buffer.alloc(4), -1, 2), DecodeError);
});

test("decodes from a plain Uint8Array with an offset in its buffer", () => {
  const bytes = AppendRequest.encode({ stream: "orders", partition: 9 });
  const shifted = new Uint8Array(bytes.length + 5);
  shifted.set(bytes, 5);
  assert.equal(AppendRequest.decode(shifted.subarray(5)).stream, "orders");
});

test("texts that were read before do not change what is read", () => {
  const streams = ["a", "b", "ab", "ba", "orders", "order5", "Ã©", "é", "\u007f", "x".repeat(48), "x".repeat(49)];
  for (let round = 0; round < 4; round++) {
    for (const stream of streams) assert.equal(AppendRequest.decode(AppendRequest.encode({ stream })).stream, stream);
  }
});

const anyBytes = fc.uint8Array({ maxLength: 200 });

/** A valid message of its kind with some bytes changed, removed or added. */
const mutated = fc
  .record({
    codec: fc.constantFrom(...codecs),
    edits: fc.array(fc.record({ at: fc.nat(400), remove: fc.nat(3), insert: fc.uint8Array({ maxLength: 3 }) }), {
      maxLength: 4,
    }),
  })
  .map(({ codec, edits }) => {
    let bytes = Buffer.from(seedOf(codec));
    for (const { at, remove, insert } of edits) {
      const place = at % (bytes.length + 1);
      bytes = Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + remove)]);
    }
    return { codec, bytes };
  });

/** A message with every field set. */
function seedOf(codec: AnyCodec): Buffer {
  return codec.encode(sample(codec));
}

function sample(codec: AnyCodec): object {
  const entries = codec.fields.map((field) => {
    const values = {
      int32: 300,
      int64: -70_000,
      bool: true,
      string: "text é",
      bytes: Buffer.from("bytes"),
      time: 1.5e12,
    };
    const one =
      field.kind === "message"
        ? sample(field.message!())
        : field.kind === "enum"
          ? field.values!.at(-1)
          : values[field.kind];
    return [field.property, field.repeated ? [one, one] : one];
  });
  return Object.fromEntries(entries);
}

/** Decodes, and gives what came of it in a form that can be compared. */
function outcome(codec: AnyCodec, bytes: Uint8Array, start: number, end: number): string {
  try {
    return JSON.stringify(codec.decode(bytes, start, end));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return `${error.problem} ${error.field} ${error.offset - start}`;
  }
}

test("whatever the bytes are, decoding gives a message or a DecodeError", () => {
  fc.assert(
    fc.property(
      fc.oneof(mutated, fc.record({ codec: fc.constantFrom(...codecs), bytes: anyBytes })),
      ({ codec, bytes }) => {
        outcome(codec, bytes, 0, bytes.length);
      },
    ),
    { numRuns: 5000 },
  );
});

test("never looks at bytes outside the message", () => {
  fc.assert(
    fc.property(mutated, fc.constantFrom(0x00, 0x01, 0x7f, 0x80, 0xff), ({ codec, bytes }, around) => {
      const wide = Buffer.concat([Buffer.alloc(20, around), bytes, Buffer.alloc(20, around)]);
      assert.equal(outcome(codec, wide, 20, 20 + bytes.length), outcome(codec, bytes, 0, bytes.length));
    }),
    { numRuns: 3000 },
  );
});

test("every message that is cut off anywhere is a shorter message or a DecodeError", () => {
  for (const codec of codecs) {
    const bytes = seedOf(codec);
    for (let end = 0; end < bytes.length; end++) outcome(codec, bytes, 0, end);
  }
});
