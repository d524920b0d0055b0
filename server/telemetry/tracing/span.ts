import type { AnyMethod } from "@flowmesh/contract";
import type { Call, FaceName } from "../../dispatch/call.ts";
import { codeOf, type Outcome } from "../call-meter.ts";

type AttributeValue = { readonly stringValue: string } | { readonly intValue: string };

/** A span as OTLP's JSON has it. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: 2;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: AttributeValue }[];
  readonly status: { readonly code: 0 } | { readonly code: 2; readonly message: string };
}

export interface SpanPlace {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
}

/** The server's span of a call that has just ended, in the words of OpenTelemetry's conventions for RPC and messaging. */
export function spanOf(call: Call, outcome: Outcome, durationMs: number, endMs: number, place: SpanPlace): Span {
  const { method, trace } = call;
  const startMs = endMs - durationMs;
  const failed = serverFaults.has(codeOf(outcome));
  return {
    traceId: place.traceId,
    spanId: place.spanId,
    ...(place.parentSpanId === undefined ? {} : { parentSpanId: place.parentSpanId }),
    ...(trace === undefined || trace.tracestate === "" ? {} : { traceState: trace.tracestate }),
    name: method.fullName,
    kind: 2,
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(endMs),
    attributes: attributesOf(call, outcome),
    status: failed ? { code: 2, message: outcome } : { code: 0 },
  };
}

/** Codes that are the server's doing: a caller's mistake is no error of the server's span. */
const serverFaults: ReadonlySet<string> = new Set([
  "unavailable",
  "deadline_exceeded",
  "unimplemented",
  "internal",
  "data_loss",
]);

const systems: Readonly<Record<FaceName, string>> = { frames: "flowmesh", http: "flowmesh", grpc: "grpc" };

function attributesOf(call: Call, outcome: Outcome): Span["attributes"] {
  const { method, face, requestId } = call;
  const facts: Record<string, string | number | undefined> = {
    "rpc.system.name": systems[face],
    "rpc.method": method.fullName,
    "network.protocol.name": face,
    "error.type": outcome === "ok" ? undefined : outcome,
    "flowmesh.request_id": requestId,
    ...messagingFacts(call, method),
  };
  return Object.entries(facts)
    .filter((fact): fact is [string, string | number] => fact[1] !== undefined && fact[1] !== "")
    .map(([key, value]) => ({
      key,
      value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
    }));
}

function messagingFacts(call: Call, method: AnyMethod): Record<string, string | number | undefined> {
  const kind = operationKinds[method.name];
  if (kind === undefined) return {};
  const { stream, queue, group, partition, records, jobs, outcomes } = (call.observed ?? {}) as Readonly<
    Record<string, unknown>
  >;
  return {
    "messaging.system": "flowmesh",
    "messaging.operation.name": method.property,
    "messaging.operation.type": kind,
    "messaging.destination.name": [stream, queue].find((name) => typeof name === "string") as string | undefined,
    "messaging.destination.partition.id": typeof partition === "number" ? String(partition) : undefined,
    "messaging.consumer.group.name": typeof group === "string" ? group : undefined,
    "messaging.batch.message_count": [records, jobs, outcomes].find(Array.isArray)?.length,
  };
}

const operationKinds: Readonly<Record<string, string | undefined>> = {
  Publish: "send",
  Append: "send",
  Commit: "send",
  Read: "receive",
  Fetch: "receive",
  Subscribe: "receive",
  CommitCursors: "settle",
  Enqueue: "send",
  Reserve: "receive",
  Settle: "settle",
};

function nanos(ms: number): string {
  return (BigInt(Math.round(ms * 1000)) * 1000n).toString();
}
