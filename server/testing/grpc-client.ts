import { type ClientHttp2Session, connect, constants, type IncomingHttpHeaders } from "node:http2";
import type { TestContext } from "node:test";
import type { AnyMethod, CallError } from "@flowmesh/contract";
import { decodeGrpcStatus, encodeGrpcMessage, type GrpcMessage, GrpcMessageParser } from "@flowmesh/contract/internal";

/** How one call ended. */
export interface GrpcResult {
  readonly httpStatus: number;
  readonly headers: IncomingHttpHeaders;
  /** `grpc-status` and what stands with it, from wherever it came. */
  readonly trailers: IncomingHttpHeaders;
  readonly status: number;
  readonly error: CallError | undefined;
  readonly messages: readonly GrpcMessage[];
  /** Of HTTP/2, why the stream was reset; 0 when it was not. */
  readonly resetCode: number;
}

/** A gRPC client for tests that says exactly what it is told to. */
export class GrpcClient {
  readonly session: ClientHttp2Session;

  private constructor(session: ClientHttp2Session) {
    this.session = session;
  }

  static async open(
    t: TestContext,
    port: number,
    options: { readonly windowBytes?: number } = {},
  ): Promise<GrpcClient> {
    const settings = options.windowBytes === undefined ? {} : { initialWindowSize: options.windowBytes };
    const session = connect(`http://127.0.0.1:${port}`, { settings });
    session.on("error", () => {});
    t.after(() => session.destroy());
    await new Promise((resolve) => session.once("remoteSettings", resolve));
    return new GrpcClient(session);
  }

  /** One call of the contract. */
  async call<Response = Record<string, unknown>>(
    method: AnyMethod,
    request: object,
    headers: IncomingHttpHeaders = {},
  ): Promise<GrpcResult & { readonly response: Response | undefined }> {
    const body = Buffer.concat(encodeGrpcMessage(method.request, request));
    const result = await this.begin(`/${method.fullName}`, headers).send([body]);
    const first = result.messages[0];
    const response = first === undefined || first.isCompressed ? undefined : method.response.decode(first.bytes);
    return { ...result, response: response as Response | undefined };
  }

  /** A stream on which nothing was sent yet but its headers. */
  begin(path: string, headers: IncomingHttpHeaders = {}): GrpcClientStream {
    return new GrpcClientStream(this.session, path, headers);
  }
}

/** One stream, sent piece by piece. */
export class GrpcClientStream {
  readonly result: Promise<GrpcResult>;
  readonly messages: GrpcMessage[] = [];
  readonly stream: ReturnType<ClientHttp2Session["request"]>;
  #onMessage: (() => void) | undefined;

  constructor(session: ClientHttp2Session, path: string, headers: IncomingHttpHeaders) {
    this.stream = session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
      ...headers,
    });
    this.result = this.#settled();
  }

  /** Sends the pieces, each as DATA of its own, and ends the request. */
  async send(pieces: readonly Buffer[]): Promise<GrpcResult> {
    for (const piece of pieces) await new Promise((resolve) => this.stream.write(piece, resolve));
    this.stream.end();
    return this.result;
  }

  /** Resolves when so many messages have come. */
  async received(count: number): Promise<void> {
    while (this.messages.length < count) await new Promise<void>((resolve) => (this.#onMessage = resolve));
  }

  cancel(): void {
    this.stream.close(constants.NGHTTP2_CANCEL);
  }

  #settled(): Promise<GrpcResult> {
    let headers: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders | undefined;
    const parser = new GrpcMessageParser(Number.POSITIVE_INFINITY);
    this.stream.on("response", (received) => (headers = received));
    this.stream.on("trailers", (received) => (trailers = received));
    this.stream.on("error", () => {});
    this.stream.on("data", (chunk: Buffer) => {
      parser.push(chunk);
      for (let message = parser.next(); message !== undefined; message = parser.next()) this.messages.push(message);
      this.#onMessage?.();
    });
    return new Promise((resolve) => {
      this.stream.once("close", () => {
        const last = trailers ?? headers;
        const details = last["grpc-status-details-bin"];
        resolve({
          httpStatus: Number(headers[":status"] ?? 0),
          headers,
          trailers: last,
          status: Number(last["grpc-status"] ?? -1),
          error: details === undefined ? undefined : decodeGrpcStatus(Buffer.from(String(details), "base64")),
          messages: this.messages,
          resetCode: this.stream.rstCode ?? 0,
        });
      });
    });
  }
}
