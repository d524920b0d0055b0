import type { IncomingMessage } from "node:http";
import type { AnyMethod } from "@flowmesh/contract";
import { JsonMappingError, responseFromJson } from "@flowmesh/contract/internal";
import { FlowMeshError, type WireError } from "@flowmesh/fabric";

/** What a server answered that is not what a FlowMesh answers. */
export class ForeignAnswerError extends Error {}

/** The body of an answer, whole. Rejects when it is cut off. */
export async function readAnswer(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** The response of a method from its answer. @throws ForeignAnswerError */
export function responseOfAnswer(method: AnyMethod, answer: IncomingMessage, body: Buffer): object {
  const payloadField = method.response.payloadField;
  if (payloadField === undefined || method.serverStreaming) return responseOfText(method, body.toString("utf8"));
  const response = responseFromJson(method.response, Object.fromEntries(headerFields(method, answer)));
  return Object.assign(response, { [payloadField]: body });
}

/** The response in one JSON text. @throws ForeignAnswerError */
export function responseOfText(method: AnyMethod, text: string): object {
  const json = asObject(text);
  try {
    return responseFromJson(method.response, json);
  } catch (error) {
    if (!(error instanceof JsonMappingError)) throw error;
    throw new ForeignAnswerError(error.message, { cause: error });
  }
}

/** Statuses of proxies that reach no server, which may be there again soon. */
const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** The error in a problem (RFC 9457). @throws ForeignAnswerError when it is none of FlowMesh's; any other Error when a proxy says that it reaches none */
export function errorOfProblem(status: number, body: string): FlowMeshError {
  if (gatewayStatuses.has(status) && !body.includes('"reason"')) {
    throw new Error(`what lies between answers with HTTP status ${status}`);
  }
  const problem = asObject(body);
  const { reason, code, detail, fix, retryable, details } = problem;
  if (typeof reason !== "string" || typeof code !== "string" || typeof detail !== "string") {
    throw new ForeignAnswerError(`HTTP status ${status} without one of FlowMesh's errors`);
  }
  const wire = { reason, code, message: detail, fix, retryable: retryable === true, details: details ?? {} };
  return FlowMeshError.fromWire(wire as WireError);
}

/** The error that ends a stream of lines, if this line is one. */
export function errorOfLine(line: string): FlowMeshError | undefined {
  if (!line.startsWith('{"error":')) return undefined;
  const { error } = asObject(line);
  return errorOfProblem(200, JSON.stringify(error));
}

/** Fields beside a payload stand in headers: `flowmesh-next-offset`. */
function headerFields(method: AnyMethod, { headers }: IncomingMessage): [string, unknown][] {
  return method.response.fields.flatMap(({ property, protoName, kind, payload }) => {
    const text = headers[`flowmesh-${protoName.replaceAll("_", "-")}`];
    if (payload || text === undefined) return [];
    return [[property, kind === "bool" ? text === "true" : text] as [string, unknown]];
  });
}

function asObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new ForeignAnswerError("an answer that is no JSON object");
}
