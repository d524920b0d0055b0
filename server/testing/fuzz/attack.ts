import { connect } from "node:net";
import { setImmediate } from "node:timers/promises";
import { CallError, errors } from "@flowmesh/contract";
import { FrameParser, frameTypes } from "@flowmesh/contract/internal";
import type { SeededRandom } from "@flowmesh/engine";
import { fragments, mutate } from "./mutate.ts";
import { framesOfWrongRequests, validFrames } from "./valid-frames.ts";
import { httpOfWrongRequests, validHttp } from "./valid-http.ts";
import { http2OfWrongRequests, validHttp2 } from "./valid-http2.ts";

/** No connection of an attack may live longer: the limits of the watched server are far below. */
const answeredWithinMs = 20_000;

/** Bytes of one connection, with something wrong in them. */
export function attackBytes(random: SeededRandom): Buffer {
  switch (random.integer(11)) {
    case 0:
    case 1:
      return mutate(validFrames(random), random, random.pick([validFrames, validHttp]));
    case 2:
    case 3:
      return framesOfWrongRequests(random);
    case 4:
    case 5:
      return mutate(validHttp(random), random, random.pick([validFrames, validHttp]));
    case 6:
    case 7:
      return httpOfWrongRequests(random);
    case 8:
      return mutate(validHttp2(random), random, random.pick([validHttp2, validFrames, validHttp]));
    default:
      return http2OfWrongRequests(random);
  }
}

/** Sends the bytes, cut in some way, and reads until the server ends the connection. Gives what it answered; rejects when it does not end. */
export async function attack(port: number, bytes: Buffer, random: SeededRandom): Promise<Buffer> {
  // From many addresses, because each has only so many ports.
  const localAddress = `127.0.0.${2 + random.integer(200)}`;
  const socket = connect({ port, host: "127.0.0.1", localAddress, noDelay: true, allowHalfOpen: true });
  const received: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => received.push(chunk));
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", resolve));
  socket.once("end", () => socket.end());
  let isOverdue = false;
  const timer = setTimeout(() => {
    isOverdue = true;
    socket.destroy();
  }, answeredWithinMs);
  for (const piece of fragments(bytes, random)) {
    socket.write(piece);
    await setImmediate();
  }
  // How the client behaves behind its bytes: it leaves in order, it breaks off, or it says nothing more and waits.
  const ending = random.integer(200);
  if (ending < 159) socket.end();
  else if (ending < 199) socket.resetAndDestroy();
  await closed;
  clearTimeout(timer);
  if (isOverdue) throw new Error(`the connection was still open ${answeredWithinMs} ms later`);
  return Buffer.concat(received);
}

/** Looks for what no answer may hold: an error inside FlowMesh, a place in its code, bytes that are neither HTTP nor frames. */
export function problemOfAnswer(answer: Buffer): string | undefined {
  if (answer.length === 0) return undefined;
  const text = answer.toString("latin1");
  if (/\n\s+at |node:internal|file:\/\/|\.ts:\d|"reason":"internal"/.test(text)) return "it shows the inside";
  if (text.startsWith("HTTP/1.1 ")) return problemOfHttp(text);
  if (text.startsWith("FlowMesh speaks HTTP/1.1")) return undefined;
  return isHttp2(answer) ? problemOfHttp2(answer) : problemOfFrames(answer);
}

/** A server of HTTP/2 begins with SETTINGS, on stream 0; none of our frames begins so. */
function isHttp2(answer: Buffer): boolean {
  return answer[0] === 0 && answer[3] === 4 && answer.readUInt32BE(Math.min(5, answer.length - 4)) === 0;
}

/** Every frame is one of HTTP/2, and whole but for the last. */
function problemOfHttp2(answer: Buffer): string | undefined {
  for (let at = 0; at + 9 <= answer.length; at += 9 + answer.readUIntBE(at, 3)) {
    if (answer[at + 3]! > 9) return `the server sent an HTTP/2 frame of type ${answer[at + 3]}`;
  }
  return undefined;
}

function problemOfHttp(text: string): string | undefined {
  for (const { 0: head, 1: status = "" } of text.matchAll(/HTTP\/1\.1 (\d{3}) .*?\r\n\r\n/gs)) {
    const isError = Number(status) >= 400;
    if (isError !== /^content-type: application\/problem\+json/im.test(head)) return `${status} is no problem details`;
    // 501 and 504: what is not built in, and a time-out that the client chose.
    const isMeant = status === "501" || status === "504";
    if (Number(status) >= 500 && !isMeant) return `the client caused a ${status}`;
  }
  return undefined;
}

const serversTypes: readonly number[] = [
  frameTypes.hello,
  frameTypes.reply,
  frameTypes.error,
  frameTypes.item,
  frameTypes.end,
  frameTypes.ping,
  frameTypes.pong,
  frameTypes.goaway,
];

function problemOfFrames(answer: Buffer): string | undefined {
  const parser = new FrameParser();
  parser.push(answer);
  for (let frame = parser.next(); frame !== undefined; frame = parser.next()) {
    if (!serversTypes.includes(frame.type)) return `the server sent a frame of type ${frame.type}`;
    if (frame.type !== frameTypes.error && frame.type !== frameTypes.goaway) continue;
    const { reason } = CallError.decode(frame.bytes, frame.start, frame.end);
    if (!Object.hasOwn(errors, reason) || reason === "internal") return `the server answered ${reason}`;
  }
  return undefined;
}
