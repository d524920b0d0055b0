import { type ErrorReason, methods } from "@flowmesh/contract";
import { framesPreface, frameTypes } from "@flowmesh/contract/internal";
import { rawFrame } from "./frames-client.ts";

/** Bytes that break the frames protocol: the connection is told why, and ends. */
export interface BadConnection {
  readonly name: string;
  /** Sent behind a good HELLO, unless `isFirst`: then nothing goes before. */
  readonly bytes: Buffer;
  readonly isFirst: boolean;
  /** What the GOAWAY says. */
  readonly problem: RegExp;
}

/** A CALL whose request is no such message: the call fails, and the connection lives on. */
export interface BadRequest {
  readonly name: string;
  readonly method: number;
  readonly request: Buffer;
  readonly reason: ErrorReason;
}

const { hello, call, reply, error, item, end, credit, cancel, ping, pong, goaway } = frameTypes;

const none = Buffer.alloc(0);
const status = methods.getStatus.number;

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}

function behindHello(name: string, bytes: Buffer, problem: RegExp): BadConnection {
  return { name, bytes, isFirst: false, problem };
}

function first(name: string, bytes: Buffer, problem: RegExp): BadConnection {
  return { name, bytes, isFirst: true, problem };
}

const callFrame = rawFrame(call, status, 1, Buffer.alloc(4));
const waitingFetch = rawFrame(
  call,
  methods.fetch.number,
  1,
  Buffer.concat([Buffer.alloc(4), hex("0a04 6b657074 1803 28b0ea01")]),
);

export const badConnections: readonly BadConnection[] = [
  first("a preface with a wrong letter", hex("f5464d4652000101"), /does not begin with the preface/),
  first("a preface of version 0", hex("f5464d4652000000"), /does not begin with the preface/),
  first("a preface of version 2", hex("f5464d4652000002"), /does not begin with the preface/),
  first("a call before HELLO", Buffer.concat([framesPreface, callFrame]), /the first frame is no HELLO/),
  first(
    "a ping before HELLO",
    Buffer.concat([framesPreface, rawFrame(ping, 0, 0, none)]),
    /the first frame is no HELLO/,
  ),
  first(
    "a HELLO of version 0",
    Buffer.concat([framesPreface, rawFrame(hello, 0, 0, none)]),
    /version 0 .* is not known/,
  ),
  first(
    "a HELLO of version 9",
    Buffer.concat([framesPreface, rawFrame(hello, 0, 0, hex("0809"))]),
    /version 9 .* is not known/,
  ),
  first(
    "a HELLO that is no message",
    Buffer.concat([framesPreface, rawFrame(hello, 0, 0, hex("ffffffff"))]),
    /middle of a value/,
  ),
  first(
    "a HELLO whose text is not UTF-8",
    Buffer.concat([framesPreface, rawFrame(hello, 0, 0, hex("0801 1202 c328"))]),
    /UTF-8/,
  ),
  first(
    "a HELLO that takes frames of 10 bytes",
    Buffer.concat([framesPreface, rawFrame(hello, 0, 0, hex("0801 180a"))]),
    /no less than/,
  ),
  behindHello("a second HELLO", rawFrame(hello, 0, 0, hex("0801")), /HELLO came twice/),
  behindHello("a length of 0", hex("00000000"), /less than its head/),
  behindHello("a length of 7", hex("07000000 02000000000000"), /less than its head/),
  behindHello("a length of 2^32 - 1", hex("ffffffff 0200"), /at most 17825792 bytes/),
  behindHello("a length just above the limit", hex("01001001"), /a length of 17825793/),
  behindHello("frame type 0", rawFrame(0, 0, 0, none), /no frame type 0/),
  behindHello("frame type 12", rawFrame(12, 0, 0, none), /no frame type 12/),
  behindHello("frame type 255", rawFrame(255, 0, 0, none), /no frame type 255/),
  behindHello("flags", Buffer.concat([hex("0800000009010000 00000000")]), /flags/),
  behindHello("a REPLY from a client", rawFrame(reply, status, 1, none), /does not send frames of type 3/),
  behindHello("an ERROR from a client", rawFrame(error, status, 1, none), /does not send frames of type 4/),
  behindHello("an ITEM from a client", rawFrame(item, status, 1, none), /does not send frames of type 5/),
  behindHello("an END from a client", rawFrame(end, status, 1, none), /does not send frames of type 6/),
  behindHello("a GOAWAY from a client", rawFrame(goaway, 0, 0, none), /does not send frames of type 11/),
  behindHello("a CALL without a time-out", rawFrame(call, status, 1, hex("000000")), /no time-out/),
  behindHello("a CALL with id 0", rawFrame(call, status, 0, Buffer.alloc(4)), /no id/),
  behindHello("a call id that is in use", Buffer.concat([waitingFetch, waitingFetch]), /call id 1 is in use/),
  behindHello("a CREDIT of 3 bytes", rawFrame(credit, 0, 1, hex("000000")), /instead of 4/),
  behindHello("a CANCEL with a payload", rawFrame(cancel, 0, 1, hex("00")), /has a payload/),
  behindHello("a PING of 65 bytes", rawFrame(ping, 0, 0, Buffer.alloc(65)), /more than 64/),
  behindHello("a PONG of 1 MiB", rawFrame(pong, 0, 0, Buffer.alloc(1_048_576)), /more than 64/),
  behindHello("text", Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), /at most 17825792 bytes/),
  behindHello("zeros", Buffer.alloc(1000), /less than its head/),
];

function nested(depth: number): Buffer {
  let bytes: Buffer = none;
  for (let level = 0; level < depth; level++) bytes = Buffer.concat([hex("0a"), lengthOf(bytes), bytes]);
  return bytes;
}

function lengthOf({ length }: Buffer): Buffer {
  return length < 128 ? Buffer.of(length) : Buffer.of((length & 0x7f) | 0x80, length >>> 7);
}

function request(
  name: string,
  method: { readonly number: number },
  bytes: Buffer,
  reason: ErrorReason = "message_malformed",
): BadRequest {
  return { name, method: method.number, request: bytes, reason };
}

const { createStream, getStream, publish, append, fetch, commit } = methods;

export const badRequests: readonly BadRequest[] = [
  request("a method that nobody knows", { number: 0 }, none, "method_unknown"),
  request("the last method there could be", { number: 65_535 }, none, "method_unknown"),
  request("a tag and nothing behind it", getStream, hex("0a")),
  request("a text longer than the message", getStream, hex("0a05 6162")),
  request("a text of 2^64 bytes", getStream, hex("0a ffffffffffffffffff01")),
  request("a text that is not UTF-8", getStream, hex("0a02 c328")),
  request("a text of overlong UTF-8", getStream, hex("0a02 c0af")),
  request("a text with half a surrogate", getStream, hex("0a03 eda080")),
  request("a number of 11 bytes", createStream, hex("10 ffffffffffffffffffff01")),
  request("a number beyond 32 bits", createStream, hex("10 8080808010")),
  request("a number beyond 2^53", fetch, hex("18 8080808080808010")),
  request("a number that is cut off", fetch, hex("18 80")),
  request("field number 0", getStream, hex("0200")),
  request("a group", getStream, hex("0b0c")),
  request("wire type 7", getStream, hex("0f")),
  request("a text where a number belongs", createStream, hex("1203 616263")),
  request("a number where a text belongs", getStream, hex("0805")),
  request("a durability that nobody knows", append, hex("0a04 6b657074 3063")),
  request("a record that is cut off", publish, hex("0a04 6b657074 1205 0a03 61")),
  request("operations of garbage", commit, Buffer.concat([hex("0a"), lengthOf(nested(90)), nested(90)])),
  request("1000 bytes of ones", publish, Buffer.alloc(1000, 0xff)),
  request("1000 zeros", publish, Buffer.alloc(1000)),
];
