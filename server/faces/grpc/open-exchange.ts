import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { type AnyCallStream, callStreams, methodsByFullName } from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { isLoopbackAuthority, isLoopbackOrigin } from "../../access/loopback.ts";
import { CallExchange } from "./call-exchange.ts";
import { CallStreamExchange } from "./call-stream-exchange.ts";
import { acceptedCodings } from "./compression.ts";
import type { Exchange } from "./exchange.ts";
import type { GrpcConnection } from "./grpc-connection.ts";
import type { GrpcContext } from "./grpc-context.ts";
import { GrpcStream } from "./grpc-stream.ts";
import { StandardExchange } from "./standard/standard-exchange.ts";
import { standardMethods } from "./standard/standard-methods.ts";

/** Looks at the headers of a new stream. Undefined when it was refused and answered; nothing of its body is kept then. */
export function openExchange(
  context: GrpcContext,
  connection: GrpcConnection,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Exchange | undefined {
  const isGzip = headers["grpc-encoding"] === "gzip";
  const output = new GrpcStream(context, connection, stream, isGzip && acceptsGzip(headers));
  const status = httpStatusOf(headers);
  if (status !== undefined) {
    output.refuse({ ":status": status });
    return undefined;
  }
  try {
    if (connection.refusal !== undefined) throw connection.refusal;
    context.calls.checkRoom();
    checkCoding(headers);
    checkPeer(headers, context.access.isOpen);
    const path = headers[":path"] ?? "";
    const standard = standardMethods.get(path);
    if (standard !== undefined) return new StandardExchange(context, connection, stream, output, isGzip, standard);
    const credential = context.access.authenticate(headers.authorization, connection.caller);
    const callStream = callStreamsByPath.get(path);
    if (callStream !== undefined) {
      return new CallStreamExchange(context, connection, { stream, output, isGzip, callStream, headers, credential });
    }
    const method = path.startsWith("/") ? methodsByFullName.get(path.slice(1)) : undefined;
    if (method === undefined) throw new FlowMeshError("method_unknown", { method: path });
    return new CallExchange(context, connection, { stream, output, isGzip, method, headers, credential });
  } catch (cause) {
    if (!isFlowMeshError(cause)) throw cause;
    output.fail(cause);
    return undefined;
  }
}

const callStreamsByPath: ReadonlyMap<string, AnyCallStream> = new Map(
  (Object.values(callStreams) as unknown as AnyCallStream[]).map((callStream) => [
    `/${callStream.fullName}`,
    callStream,
  ]),
);

function acceptsGzip(headers: IncomingHttpHeaders): boolean {
  return String(headers["grpc-accept-encoding"] ?? "")
    .split(",")
    .some((coding) => coding.trim() === "gzip");
}

/** What is no call of gRPC is answered as HTTP. */
function httpStatusOf(headers: IncomingHttpHeaders): number | undefined {
  if (!/^application\/grpc(\+proto)?(;|$)/i.test(headers["content-type"] ?? "")) return 415;
  return headers[":method"] === "POST" ? undefined : 405;
}

function checkCoding(headers: IncomingHttpHeaders): void {
  const coding = String(headers["grpc-encoding"] ?? "identity");
  if (coding === "identity" || coding === "gzip") return;
  throw new FlowMeshError("compression_unknown", { codec: coding, accepted: acceptedCodings });
}

/** No web page may make calls through its reader's browser, and none whose own name was pointed at this machine. */
function checkPeer(headers: IncomingHttpHeaders, isAccessOpen: boolean): void {
  const { origin } = headers;
  if (origin !== undefined && !(isAccessOpen && isLoopbackOrigin(origin))) {
    throw new FlowMeshError("origin_not_allowed", { origin });
  }
  const host = headers[":authority"] ?? headers.host;
  if (isAccessOpen && host !== undefined && !isLoopbackAuthority(host)) {
    throw new FlowMeshError("host_not_allowed", { host });
  }
}
