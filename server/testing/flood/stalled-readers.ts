import { connect } from "node:http2";
import type { Socket } from "node:net";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { encodeGrpcMessage } from "@flowmesh/contract/internal";
import { FramesClient } from "../frames-client.ts";
import { closeOf, type FloodConnection, type FloodKind } from "./flood-connection.ts";

/** Readers that ask for megabytes and take none of them. */
export const stalledReaders: readonly FloodKind[] = [
  { name: "frames subscriptions", open: framesSubscriptions },
  { name: "frames fetches", open: framesFetches },
  { name: "gRPC subscriptions", open: (socket) => grpc(socket, methods.subscribe, { cursors: [{}], live: true }) },
  { name: "gRPC fetches", open: (socket) => grpc(socket, methods.fetch, { maxBytes }) },
  { name: "HTTP fetches", open: (socket) => deaf(socket, httpFetch.repeat(asked)) },
  { name: "HTTP subscriptions", open: (socket) => deaf(socket, httpSubscribe) },
];

/** The stream of which they ask. */
export const floodedStream = "flooded";

const maxBytes = 1_048_576;
/** How many answers of that size each of them asks for. */
const asked = 16;

const httpFetch = `GET /v1/streams/${floodedStream}/partitions/0/batches?max_bytes=${maxBytes} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const subscription = '{"cursors":[{}],"live":true}';
const httpSubscribe = `POST /v1/streams/${floodedStream}/subscription HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${subscription.length}\r\n\r\n${subscription}`;

function deaf(socket: Socket, bytes: string): FloodConnection {
  socket.pause();
  socket.write(bytes);
  return { socket, told: closeOf(socket), drip: () => {} };
}

function framesSubscriptions(socket: Socket): FloodConnection {
  const client = new FramesClient(socket);
  socket.pause();
  client.greet();
  const method = methods.subscribe as unknown as AnyMethod;
  for (let count = 0; count < asked / 4; count++) {
    const id = client.send(method, { stream: floodedStream, cursors: [{}], live: true, maxBytes });
    client.writer.credit(method.number, id, 2 ** 31);
  }
  client.flush();
  return { socket, told: closeOf(socket), drip: () => {} };
}

function framesFetches(socket: Socket): FloodConnection {
  const client = new FramesClient(socket);
  socket.pause();
  client.greet();
  for (let count = 0; count < asked; count++) {
    client.send(methods.fetch as unknown as AnyMethod, { stream: floodedStream, maxBytes });
  }
  return { socket, told: closeOf(socket), drip: () => {} };
}

/** Its windows are never opened again. */
function grpc(socket: Socket, method: object, request: object): FloodConnection {
  const session = connect("http://127.0.0.1", { createConnection: () => socket });
  session.on("error", () => {});
  const { fullName, request: codec } = method as AnyMethod;
  for (let count = 0; count < asked; count++) {
    const headers = { ":method": "POST", ":path": `/${fullName}`, "content-type": "application/grpc", te: "trailers" };
    const stream = session.request(headers);
    stream.on("error", () => {});
    stream.end(Buffer.concat(encodeGrpcMessage(codec, { stream: floodedStream, ...request })));
  }
  return { socket, told: closeOf(socket), drip: () => {} };
}
