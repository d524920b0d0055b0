import assert from "node:assert/strict";
import { test } from "node:test";
import { CallError } from "../generated/messages.ts";
import { methods } from "../generated/methods.ts";
import type { AnyMethod } from "../method.ts";
import { encodeGrpcMessage, grpcHead } from "./grpc-message.ts";
import { GrpcMessageError, GrpcMessageParser } from "./grpc-message-parser.ts";
import { decodeGrpcStatus, encodeGrpcStatus, grpcStatusOf } from "./grpc-status.ts";
import { decodeGrpcText, encodeGrpcText, formatGrpcTimeout, parseGrpcTimeout } from "./grpc-text.ts";
import { ProtoWriter } from "./proto-writer.ts";

const append = methods.append as unknown as AnyMethod;

/** What comes out when bytes come in pieces of one size. */
function parsed(bytes: Buffer, pieceBytes: number): Buffer[] {
  const parser = new GrpcMessageParser(1_000_000);
  const messages: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    parser.push(bytes.subarray(at, at + pieceBytes));
    for (let message = parser.next(); message !== undefined; message = parser.next()) messages.push(message.bytes);
  }
  assert.equal(parser.halfMessageBytes, 0);
  return messages;
}

test("messages come out whole, however they were cut", () => {
  const bodies = [0, 1, 5, 1023, 1024, 5000, 200_000].map((size) => Buffer.alloc(size, size % 251));
  const bytes = Buffer.concat(bodies.flatMap((body) => [grpcHead(body.length, false), body]));
  for (const pieceBytes of [1, 2, 3, 7, 1000, 1024, 4096, 16_384, bytes.length]) {
    assert.deepEqual(parsed(bytes, pieceBytes), bodies, `pieces of ${pieceBytes} bytes`);
  }
});

test("a message that claims to be too large, or has a strange flag, is refused by its head", () => {
  const refused = (head: Buffer): GrpcMessageError => {
    const parser = new GrpcMessageParser(1000);
    parser.push(head);
    try {
      parser.next();
    } catch (error) {
      if (error instanceof GrpcMessageError) return error;
    }
    throw new Error("it was taken");
  };
  assert.equal(refused(grpcHead(1001, false)).length, 1001);
  assert.equal(refused(Buffer.from([2, 0, 0, 0, 0])).length, undefined);
});

test("a message on the wire is the same with its payload apart or within", () => {
  for (const size of [0, 10, 4096, 100_000]) {
    const request = { stream: "s", partition: 3, batch: Buffer.alloc(size, 1) };
    const [message] = parsed(Buffer.concat(encodeGrpcMessage(append.request, request)), 999_999);
    assert.deepEqual(message, append.request.encode(request));
  }
});

test("an error comes out of its status as it went in, and one with too many details without them", () => {
  const error = { reason: "stream_not_found", code: "not_found", message: "no größe", fix: "look", retryable: true };
  const details = [
    { name: "stream", json: '"größe"' },
    { name: "near", json: '["a",1]' },
  ];
  assert.deepEqual(
    decodeGrpcStatus(encodeGrpcStatus({ ...error, details })),
    CallError.decode(CallError.encode({ ...error, details })),
  );
  const many = Array.from({ length: 100 }, (_, number) => ({
    name: `d${number}`,
    json: JSON.stringify("x".repeat(99)),
  }));
  const bytes = encodeGrpcStatus({ ...error, details: many });
  assert.ok(bytes.length < 1000);
  assert.deepEqual(decodeGrpcStatus(bytes)?.details, []);
  assert.equal(decodeGrpcStatus(new ProtoWriter().varint(1, 5).finish()), undefined);
  assert.deepEqual([grpcStatusOf(error), grpcStatusOf({ code: "unheard_of" })], [5, 2]);
});

test("texts and times of headers are understood by both sides", () => {
  for (const text of ["plain", "größe 100 %\n", "\u{1f30d}", ""]) {
    const encoded = encodeGrpcText(text);
    assert.match(encoded, /^[ -~]*$/);
    assert.equal(decodeGrpcText(encoded), text);
  }
  assert.equal(decodeGrpcText("100 %"), "100 %");
  assert.equal(parseGrpcTimeout(formatGrpcTimeout(1234.5)), 1235);
  assert.deepEqual(["2S", "1M", "1H", "5u", "7n"].map(parseGrpcTimeout), [2000, 60_000, 3_600_000, 1, 1]);
  for (const wrong of ["", "1", "S", "-1S", "123456789m", "1.5S", "1x"])
    assert.equal(parseGrpcTimeout(wrong), undefined);
});
