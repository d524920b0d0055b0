import type { IncomingHttpHeaders } from "node:http2";
import type { Call } from "../../dispatch/call.ts";
import { traceContextOf } from "../../telemetry/tracing/trace-context.ts";

/** Tells a call which request it came from, where its metadata says so, and in which trace. */
export function identify(call: Call, headers: IncomingHttpHeaders): void {
  const requestId = headers["x-request-id"];
  if (typeof requestId === "string" && /^[\x21-\x7e]{1,128}$/.test(requestId)) call.requestId = requestId;
  if (headers.traceparent !== undefined) {
    call.trace = traceContextOf(headers.traceparent as string | string[], headers.tracestate as string | string[]);
  }
}
