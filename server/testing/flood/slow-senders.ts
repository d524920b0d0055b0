import { connect } from "node:http2";
import type { Socket } from "node:net";
import { methods } from "@flowmesh/contract";
import { frameTypes } from "@flowmesh/contract/internal";
import { errorOf, FramesClient } from "../frames-client.ts";
import { GrpcClientStream } from "../grpc-client.ts";
import { parseAnswer } from "../http-client.ts";
import { closeOf, dripInto, type FloodConnection, type FloodKind } from "./flood-connection.ts";

/** Senders that never get ready, one byte at a time, and what the server tells each of them when it has waited long enough. */
export const slowSenders: readonly (FloodKind & { readonly isTold: string })[] = [
  { name: "a first byte", isTold: "closed", open: (socket) => sender(socket, "P") },
  { name: "a head", isTold: "408 deadline_exceeded", open: (socket) => sender(socket, head, "a") },
  { name: "a body", isTold: "408 deadline_exceeded", open: (socket) => sender(socket, body, "a") },
  { name: "a HELLO", isTold: "protocol_violation", open: hello },
  { name: "a frame", isTold: "protocol_violation", open: frame },
  { name: "SETTINGS", isTold: "closed", open: (socket) => sender(socket, settings, "a") },
  { name: "a gRPC message", isTold: "4 deadline_exceeded", open: grpcMessage },
];

const head = "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nA: ";
const body =
  "POST /v1/streams HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 90000\r\n\r\n";
/** HTTP/2's preface, and the head of a SETTINGS frame of 186 bytes. */
const settings = Buffer.concat([
  Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  Buffer.of(0, 0, 0xba, 4, 0, 0, 0, 0, 0),
]);

/** Sends a beginning and then drops, where it has any; reads what comes. */
function sender(socket: Socket, beginning: string | Buffer, drop: string = ""): FloodConnection {
  socket.write(beginning);
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  const told = closeOf(socket).then((closed) => (text.startsWith("HTTP/1.1 ") ? problemIn(text) : closed));
  return { socket, told, drip: () => (drop === "" ? undefined : dripInto(socket)) };
}

function problemIn(text: string): string {
  const { status, body: problem } = parseAnswer(text);
  return `${status} ${(JSON.parse(problem) as { reason: string }).reason}`;
}

function hello(socket: Socket): FloodConnection {
  const client = new FramesClient(socket);
  client.writer.preface();
  client.flush();
  return { socket, told: goawayOf(client), drip: dropsOf(socket, frameTypes.hello, 1000) };
}

function frame(socket: Socket): FloodConnection {
  const client = new FramesClient(socket);
  client.greet();
  return { socket, told: goawayOf(client), drip: dropsOf(socket, frameTypes.call, 100_000) };
}

/** First the head of a frame of so many bytes, then one of them at a time. */
function dropsOf(socket: Socket, type: number, bytes: number): () => void {
  const frameHead = Buffer.alloc(5);
  frameHead.writeUInt32LE(bytes);
  frameHead[4] = type;
  socket.write(frameHead);
  return () => dripInto(socket);
}

async function goawayOf(client: FramesClient): Promise<string> {
  for (;;) {
    const next = await client.nextFrame();
    if (next === undefined) return "closed";
    if (next.type === frameTypes.goaway) return errorOf(next).reason;
  }
}

/** The head of a message of 100,000 bytes, and DATA of one byte at a time. */
function grpcMessage(socket: Socket): FloodConnection {
  const session = connect("http://127.0.0.1", { createConnection: () => socket });
  session.on("error", () => {});
  const call = new GrpcClientStream(session, `/${methods.append.fullName}`, {});
  call.stream.write(Buffer.of(0, 0, 1, 0x86, 0xa0));
  const told = call.result.then(({ status, error }) => (error === undefined ? "closed" : `${status} ${error.reason}`));
  const drip = (): void => {
    if (!call.stream.closed && !call.stream.destroyed) call.stream.write("a");
  };
  return { socket, told, drip };
}
