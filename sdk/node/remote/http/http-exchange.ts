import type { Agent, IncomingMessage } from "node:http";
import { request as requestSecurely, Agent as SecureAgent } from "node:https";
import { nodeHttp } from "@flowmesh/contract/internal";
import type { Address } from "../../address.ts";
import type { HttpRequest } from "./http-request.ts";

/** No answer came to a request; `cause` is why. */
export class NoAnswerError extends Error {}

/** What one request is sent with beside its content. */
export interface ExchangeOptions {
  readonly agent: Agent;
  readonly token: string | undefined;
  /** Time that the server is given, in milliseconds; undefined for a request without a deadline. */
  readonly timeoutMs: number | undefined;
  /** Ends the exchange, with its connection. */
  readonly signal: AbortSignal;
  /** Told when there is a connection: from then on the server may take the request, and do what it asks for. */
  readonly onConnected: () => void;
}

/** Sends one request, and resolves with the head of its answer. @throws NoAnswerError, or the signal's reason */
export function exchange(address: Address, message: HttpRequest, options: ExchangeOptions): Promise<IncomingMessage> {
  const { agent, signal, onConnected } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const { verb: method, path } = message;
    const headers = headersOf(address, message, options);
    const send = agent instanceof SecureAgent ? requestSecurely : nodeHttp.request;
    const sent = send({ host: address.host, port: address.port, method, path, headers, agent });
    const onAbort = (): void => void sent.destroy();
    signal.addEventListener("abort", onAbort, { once: true });
    sent.once("close", () => signal.removeEventListener("abort", onAbort));
    sent.once("socket", (socket) => {
      if (socket.connecting) socket.once("connect", onConnected);
      else onConnected();
    });
    sent.once("response", (answer) => {
      // Whoever reads it is told, but nobody may be reading when it is given up.
      answer.on("error", () => {});
      resolve(answer);
    });
    sent.on("error", (cause) => reject(signal.aborted ? signal.reason : new NoAnswerError(cause.message, { cause })));
    sent.end(message.body);
  });
}

function headersOf(
  { host, port }: Address,
  { headers, body }: HttpRequest,
  { timeoutMs, token }: ExchangeOptions,
): Record<string, string> {
  const all: Record<string, string> = { ...headers, host: `${host.includes(":") ? `[${host}]` : host}:${port}` };
  if (body !== undefined) all["content-length"] = String(body.length);
  if (timeoutMs !== undefined) all["flowmesh-timeout-ms"] = String(timeoutMs);
  if (token !== undefined) all.authorization = `Bearer ${token}`;
  return all;
}
