import type { FastifyRequest } from "fastify";
import type { Call } from "../../dispatch/call.ts";
import { traceContextOf } from "../../telemetry/tracing/trace-context.ts";

/** Tells a call which request it came from, and in which trace. */
export function identify(call: Call, { headers, id }: FastifyRequest): void {
  call.requestId = id;
  if (headers.traceparent !== undefined) call.trace = traceContextOf(headers.traceparent, headers.tracestate);
}
