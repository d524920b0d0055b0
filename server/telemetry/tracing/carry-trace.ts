import { type AnyMethod, methods, type NewRecord, type Operation } from "@flowmesh/contract";
import { type TraceContext, traceparentName, tracestateName } from "./trace-context.ts";

/**
 * Puts the trace of a call into the headers of the records that it publishes, so that it goes on with whoever reads them. Records that name a trace already keep
 * theirs, and so do batches: those were encoded by the client.
 */
export function carryTrace(trace: TraceContext, method: AnyMethod, request: object): void {
  if (method === (methods.publish as unknown))
    mark((request as { readonly records: readonly NewRecord[] }).records, trace);
  if (method !== (methods.commit as unknown)) return;
  for (const { publish } of (request as { readonly operations: readonly Operation[] }).operations) {
    if (publish !== undefined) mark(publish.records, trace);
  }
}

function mark(records: readonly NewRecord[], { traceparent, tracestate }: TraceContext): void {
  for (const record of records) {
    if (record.headers.some(({ name }) => name === traceparentName)) continue;
    record.headers.push({ name: traceparentName, value: Buffer.from(traceparent) });
    if (tracestate !== "") record.headers.push({ name: tracestateName, value: Buffer.from(tracestate) });
  }
}
