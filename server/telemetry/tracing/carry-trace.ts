import { type AnyMethod, methods, type NewJob, type NewRecord, type Operation } from "@flowmesh/contract";
import { type TraceContext, traceparentName, tracestateName } from "./trace-context.ts";

/**
 * Puts the trace of a call into the headers of the records that it publishes and the jobs that it enqueues, so that it goes on with whoever takes them. Those that name a trace already keep
 * theirs, and so do batches: those were encoded by the client.
 */
export function carryTrace(trace: TraceContext, method: AnyMethod, request: object): void {
  if (method === (methods.publish as unknown))
    mark((request as { readonly records: readonly NewRecord[] }).records, trace);
  if (method === (methods.enqueue as unknown)) mark((request as { readonly jobs: readonly NewJob[] }).jobs, trace);
  if (method !== (methods.commit as unknown)) return;
  for (const { publish, enqueue } of (request as { readonly operations: readonly Operation[] }).operations) {
    if (publish !== undefined) mark(publish.records, trace);
    if (enqueue !== undefined) mark(enqueue.jobs, trace);
  }
}

function mark(records: readonly Pick<NewRecord, "headers">[], { traceparent, tracestate }: TraceContext): void {
  for (const record of records) {
    if (record.headers.some(({ name }) => name === traceparentName)) continue;
    record.headers.push({ name: traceparentName, value: Buffer.from(traceparent) });
    if (tracestate !== "") record.headers.push({ name: tracestateName, value: Buffer.from(tracestate) });
  }
}
