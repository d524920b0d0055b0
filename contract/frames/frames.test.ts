import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AppendRequest, AppendResponse, CallError, FetchResponse, Hello } from "../index.ts";
import { type Frame, frameHeadBytes, framesPreface, frameTypes } from "./frame.ts";
import { FrameError } from "./frame-error.ts";
import { FrameParser, type FrameParserOptions } from "./frame-parser.ts";
import { FrameWriter } from "./frame-writer.ts";

function parseAll(chunks: Iterable<Uint8Array>, options: FrameParserOptions = {}): Frame[] {
  const parser = new FrameParser(options);
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    parser.push(chunk);
    for (let frame = parser.next(); frame !== undefined; frame = parser.next()) frames.push(frame);
  }
  return frames;
}

function sliced(bytes: Buffer, size: number): Buffer[] {
  const slices: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) slices.push(bytes.subarray(at, at + size));
  return slices;
}

/** As a receiver gives chunks that fills the same memory again and again. */
function* throughOneMemory(bytes: Buffer, size: number): Generator<Buffer> {
  const memory = Buffer.alloc(size);
  for (const chunk of sliced(bytes, size)) yield memory.fill(0xee).subarray(0, chunk.copy(memory));
}

function summary(frame: Frame): unknown[] {
  return [frame.type, frame.method, frame.callId, frame.argument, frame.payload.toString("hex")];
}

/** A frame by hand. */
function frameBytes(
  type: number,
  payload: Buffer = Buffer.alloc(0),
  { flags = 0, length = 8 + payload.length } = {},
): Buffer {
  const head = Buffer.alloc(frameHeadBytes);
  head.writeUInt32LE(length, 0);
  head.writeUInt8(type, 4);
  head.writeUInt8(flags, 5);
  return Buffer.concat([head, payload]);
}

/** One frame of each type. */
function everyType(writer: FrameWriter): void {
  writer.hello({ version: 1, software: "test/1", maxFrameBytes: 1000 });
  writer.call(7, 0xfffffffe, 30_000, AppendRequest, { stream: "orders", batch: Buffer.from("batch") });
  writer.reply(7, 2, AppendResponse, { position: 5 });
  writer.error(7, 3, { reason: "stream_not_found", details: [{ name: "stream", json: '"orders"' }] });
  writer.item(10, 4, FetchResponse, { nextOffset: 9, batches: Buffer.from("b") });
  writer.end(10, 5);
  writer.credit(10, 6, 0xffffffff);
  writer.cancel(10, 7);
  writer.ping(Buffer.from("ping"));
  writer.pong(Buffer.alloc(64, 1));
  writer.goaway({ reason: "stopping" });
}

test("every type of frame comes back as it was written", () => {
  const writer = new FrameWriter();
  everyType(writer);
  const frames = parseAll(writer.take());
  assert.deepEqual(
    frames.map(({ type, method, callId, argument }) => [type, method, callId, argument]),
    [
      [1, 0, 0, 0],
      [2, 7, 0xfffffffe, 30_000],
      [3, 7, 2, 0],
      [4, 7, 3, 0],
      [5, 10, 4, 0],
      [6, 10, 5, 0],
      [7, 10, 6, 0xffffffff],
      [8, 10, 7, 0],
      [9, 0, 0, 0],
      [10, 0, 0, 0],
      [11, 0, 0, 0],
    ],
  );
  const [hello, call, reply, error, item] = frames as [Frame, Frame, Frame, Frame, Frame];
  assert.equal(Hello.decode(hello.bytes, hello.start, hello.end).software, "test/1");
  assert.equal(AppendRequest.decode(call.bytes, call.start, call.end).stream, "orders");
  assert.equal(AppendResponse.decode(reply.payload).position, 5);
  assert.equal(CallError.decode(error.payload).details[0]?.json, '"orders"');
  assert.equal(Buffer.from(FetchResponse.decode(item.payload).batches).toString(), "b");
});

test("a frame stands on the wire byte for byte as documented", () => {
  const writer = new FrameWriter();
  writer.preface();
  writer.call(0x0102, 0x03040506, 1000, AppendRequest, { stream: "s" });
  assert.equal(
    Buffer.concat(writer.take()).toString("hex"),
    "f5464d4652000001" + "0f000000" + "02" + "00" + "0201" + "06050403" + "e8030000" + "0a0173",
  );
});

test("however the bytes are cut, the same frames come out", () => {
  const writer = new FrameWriter();
  writer.preface();
  everyType(writer);
  writer.item(10, 8, FetchResponse, { batches: Buffer.alloc(3000, 7) });
  const bytes = Buffer.concat(writer.take());
  const expected = parseAll([bytes], { preface: true }).map(summary);
  assert.equal(expected.length, 12);
  for (const size of [1, 2, 3, 5, 7, 11, 12, 13, 64, 1000]) {
    assert.deepEqual(parseAll(sliced(bytes, size), { preface: true }).map(summary), expected);
  }
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), (sizes) => {
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += chunks.at(-1)!.length) {
        chunks.push(bytes.subarray(at, at + sizes[chunks.length % sizes.length]!));
      }
      assert.deepEqual(parseAll(chunks, { preface: true }).map(summary), expected);
    }),
  );
});

test("a frame within one chunk is a view on it", () => {
  const writer = new FrameWriter();
  writer.reply(7, 1, AppendResponse, { position: 5 });
  const chunk = Buffer.concat(writer.take());
  const [frame] = parseAll([chunk]);
  assert.equal(frame?.bytes, chunk);
});

test("frames outlive chunks whose memory is used again, however the bytes are cut", () => {
  const writer = new FrameWriter();
  everyType(writer);
  const bytes = Buffer.concat(writer.take());
  const expected = parseAll([bytes]).map(summary);
  for (let size = 1; size <= bytes.length; size += 1) {
    assert.deepEqual(parseAll(throughOneMemory(bytes, size), { reusedChunks: true }).map(summary), expected);
  }
});

test("chunks that come before the last one is used up lose nothing", () => {
  const writer = new FrameWriter();
  everyType(writer);
  const bytes = Buffer.concat(writer.take());
  const parser = new FrameParser();
  for (const chunk of sliced(bytes, 50)) parser.push(chunk);
  const frames: Frame[] = [];
  for (let frame = parser.next(); frame !== undefined; frame = parser.next()) frames.push(frame);
  assert.equal(frames.length, 11);
});

test("a long frame in single bytes is put together in linear time", () => {
  const writer = new FrameWriter();
  writer.item(10, 1, FetchResponse, { batches: Buffer.alloc(1_000_000, 3) });
  const [frame] = parseAll(sliced(Buffer.concat(writer.take()), 1));
  assert.equal(FetchResponse.decode(frame!.payload).batches.length, 1_000_000);
});

test("knows when half a frame is pending", () => {
  const parser = new FrameParser({ preface: true });
  const feed = (bytes: Buffer): boolean => {
    parser.push(bytes);
    while (parser.next() !== undefined);
    return parser.isHalfFrame;
  };
  const frame = frameBytes(frameTypes.ping);
  assert.equal(parser.isHalfFrame, false);
  assert.equal(feed(framesPreface.subarray(0, 3)), true);
  assert.equal(feed(framesPreface.subarray(3)), false);
  assert.equal(feed(frame.subarray(0, 2)), true);
  assert.equal(feed(frame.subarray(2, 11)), true);
  assert.equal(feed(frame.subarray(11)), false);
  assert.equal(feed(Buffer.concat([frame, frame, frame.subarray(0, 1)])), true);
});

test("never allocates by a length that is only claimed", () => {
  const claims = Array.from({ length: 2000 }, () => {
    const parser = new FrameParser();
    parser.push(frameBytes(frameTypes.call, Buffer.alloc(100), { length: 17_000_000 }));
    assert.equal(parser.next(), undefined);
    return parser;
  });
  assert.ok(claims.every((parser) => parser.isHalfFrame));
  assert.ok(process.memoryUsage().arrayBuffers < 200_000_000);
});

const broken: readonly (readonly [string, Buffer, RegExp])[] = [
  ["a length of 0", frameBytes(9, Buffer.alloc(0), { length: 0 }), /less than its head/],
  ["a length of 7", frameBytes(9, Buffer.alloc(0), { length: 7 }), /less than its head/],
  ["a length one beyond the limit", frameBytes(9, Buffer.alloc(0), { length: 1001 }), /at most 1000/],
  ["the largest length", frameBytes(9, Buffer.alloc(0), { length: 0xffffffff }), /length of 4294967295/],
  ["type 0", frameBytes(0), /no frame type 0/],
  ["type 12", frameBytes(12), /no frame type 12/],
  ["type 255", frameBytes(255), /no frame type 255/],
  ["flags", frameBytes(9, Buffer.alloc(0), { flags: 1 }), /flags 1/],
  ["a CALL without a time-out", frameBytes(2, Buffer.alloc(3)), /CALL/],
  ["a CREDIT that is too short", frameBytes(7, Buffer.alloc(3)), /CREDIT/],
  ["a CREDIT that is too long", frameBytes(7, Buffer.alloc(5)), /CREDIT/],
  ["an END with a payload", frameBytes(6, Buffer.alloc(1)), /END/],
  ["a CANCEL with a payload", frameBytes(8, Buffer.alloc(1)), /CANCEL/],
  ["a PING that is too long", frameBytes(9, Buffer.alloc(65)), /PING/],
];

for (const [what, bytes, problem] of broken) {
  test(`refuses ${what}, in one piece and byte by byte`, () => {
    for (const size of [bytes.length, 1]) {
      assert.throws(
        () => parseAll(sliced(bytes, size), { frameBytesMax: 1000 }),
        (error) => error instanceof FrameError && problem.test(error.message),
      );
    }
  });
}

test("a hostile length is refused as soon as it is known", () => {
  assert.throws(() => parseAll([Buffer.from("ffffffff", "hex")]), FrameError);
});

test("refuses a connection that does not begin with the preface", () => {
  const wrong = [Buffer.from("GET / HTTP/1.1\r\n"), Buffer.from("f5464d4652000002", "hex"), Buffer.from("f500", "hex")];
  for (const bytes of wrong) assert.throws(() => parseAll(sliced(bytes, 1), { preface: true }), /preface/);
});

test("whatever the bytes are, the parser gives frames or a FrameError", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (chunks) => {
      try {
        parseAll(chunks, { frameBytesMax: 100 });
      } catch (error) {
        if (!(error instanceof FrameError)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
});

test("a large payload is handed over as it is, a small one with its frame", () => {
  const writer = new FrameWriter();
  const large = Buffer.alloc(16 * 1024 + 1, 1);
  const small = Buffer.alloc(16 * 1024, 2);
  writer.call(7, 1, 0, AppendRequest, { stream: "a", batch: large });
  writer.call(7, 2, 5, AppendRequest, { stream: "b", batch: small });
  const chunks = writer.take();
  assert.equal(chunks.length, 3);
  assert.equal(chunks[1], large);
  const decoded = parseAll([Buffer.concat(chunks)]).map((frame) => AppendRequest.decode(frame.payload));
  assert.deepEqual(
    decoded.map(({ stream, batch }) => [stream, batch.length, batch[0]]),
    [
      ["a", large.length, 1],
      ["b", small.length, 2],
    ],
  );
});

test("counts the bytes of each frame and of all that wait", () => {
  const writer = new FrameWriter();
  const sizes = [
    writer.preface(),
    writer.ping(Buffer.alloc(3)),
    writer.call(7, 1, 0, AppendRequest, { batch: Buffer.alloc(20_000) }),
    writer.credit(10, 1, 5),
    writer.reply(7, 1, AppendResponse, { position: 1 }),
  ];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.equal(writer.bytes, total);
  assert.equal(Buffer.concat(writer.take()).length, total);
  assert.equal(writer.bytes, 0);
  assert.deepEqual(writer.take(), []);
});

test("what was taken is never touched again", () => {
  const writer = new FrameWriter();
  const taken: { chunks: Buffer[]; copy: Buffer }[] = [];
  for (let i = 0; i < 500; i++) {
    for (let j = 0; j < i % 7; j++) writer.reply(7, i, AppendResponse, { position: i * 1000 + j });
    const chunks = writer.take();
    taken.push({ chunks, copy: Buffer.concat(chunks) });
  }
  for (const { chunks, copy } of taken) assert.deepEqual(Buffer.concat(chunks), copy);
});

test("a frame that is refused leaves nothing behind", () => {
  const writer = new FrameWriter(100);
  writer.ping(Buffer.from("a"));
  assert.throws(() => writer.call(7, 1, 0, AppendRequest, { batch: Buffer.alloc(90) }), FrameError);
  assert.throws(() => writer.call(7, 1, 0, AppendRequest, { batch: Buffer.alloc(20_000) }), FrameError);
  assert.throws(() => writer.call(7, 1, 0, AppendRequest, { partition: 1.5 }), /partition/);
  assert.throws(() => writer.call(7, 1, 0, AppendRequest, { batch: "x".repeat(20_000) as never }), /batch/);
  assert.throws(() => writer.ping(Buffer.alloc(65)), FrameError);
  writer.ping(Buffer.from("b"));
  assert.deepEqual(
    parseAll(writer.take()).map((frame) => frame.payload.toString()),
    ["a", "b"],
  );
});
