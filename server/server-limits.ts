import { getHeapStatistics } from "node:v8";
import { limits } from "@flowmesh/contract";

/** The limits of connections, calls and waits, as plain numbers; the names and defaults are those of `contract/limits.yaml`. */
export interface ServerLimits {
  readonly connections: number;
  readonly firstByteMs: number;
  readonly tlsHandshakeMs: number;
  readonly tlsHandshakes: number;
  readonly reloadCheckMs: number;
  readonly helloBytes: number;
  readonly frameBytes: number;
  readonly frameIdleMs: number;
  readonly frameStallMs: number;
  readonly frameReceiveMs: number;
  readonly halfFrameBytes: number;
  readonly calls: number;
  readonly connectionCalls: number;
  readonly connectionSubscriptions: number;
  readonly connectionUnsentBytes: number;
  readonly connectionResponseBytes: number;
  readonly responseBytes: number;
  readonly unsentBytes: number;
  readonly unsyncedBytes: number;
  readonly writeStallMs: number;
  readonly crowdedStallMs: number;
  readonly subscriptionCreditBytes: number;
  readonly httpHeaderBytes: number;
  readonly httpHeaders: number;
  readonly httpHeadersMs: number;
  readonly httpRequestMs: number;
  readonly httpIdleMs: number;
  readonly httpLineSilenceMs: number;
  readonly httpBodyBytes: number;
  readonly httpJsonBytes: number;
  readonly httpBodiesBytes: number;
  readonly grpcStreams: number;
  readonly grpcHeaderBytes: number;
  readonly grpcConnectionWindowBytes: number;
  readonly grpcWindowsBytes: number;
  readonly grpcStreamWindowBytes: number;
  readonly grpcStreamCalls: number;
  readonly grpcStreamCallBytes: number;
  readonly drainMs: number;
}

/** The limits in force: those given, and the defaults for the others. */
export function serverLimits(given: Partial<ServerLimits> = {}): ServerLimits {
  return {
    connections: limits.connections.value,
    firstByteMs: limits.firstByteMs.value,
    tlsHandshakeMs: limits.tlsHandshakeMs.value,
    tlsHandshakes: limits.tlsHandshakes.value,
    reloadCheckMs: limits.reloadCheckMs.value,
    helloBytes: limits.helloBytes.value,
    frameBytes: limits.frameBytes.value,
    frameIdleMs: limits.frameIdleMs.value,
    frameStallMs: limits.frameStallMs.value,
    frameReceiveMs: limits.frameReceiveMs.value,
    halfFrameBytes: limits.halfFrameBytes.value,
    calls: callsWithin(getHeapStatistics().heap_size_limit),
    connectionCalls: limits.connectionCalls.value,
    connectionSubscriptions: limits.connectionSubscriptions.value,
    connectionUnsentBytes: limits.connectionUnsentBytes.value,
    connectionResponseBytes: limits.connectionResponseBytes.value,
    responseBytes: limits.responseBytes.value,
    unsentBytes: limits.unsentBytes.value,
    unsyncedBytes: limits.unsyncedBytes.value,
    writeStallMs: limits.writeStallMs.value,
    crowdedStallMs: limits.crowdedStallMs.value,
    subscriptionCreditBytes: limits.subscriptionCreditBytes.value,
    httpHeaderBytes: limits.httpHeaderBytes.value,
    httpHeaders: limits.httpHeaders.value,
    httpHeadersMs: limits.httpHeadersMs.value,
    httpRequestMs: limits.httpRequestMs.value,
    httpIdleMs: limits.httpIdleMs.value,
    httpLineSilenceMs: limits.httpLineSilenceMs.value,
    httpBodyBytes: limits.httpBodyBytes.value,
    httpJsonBytes: limits.httpJsonBytes.value,
    httpBodiesBytes: limits.httpBodiesBytes.value,
    grpcStreams: limits.grpcStreams.value,
    grpcHeaderBytes: limits.grpcHeaderBytes.value,
    grpcConnectionWindowBytes: limits.grpcConnectionWindowBytes.value,
    grpcWindowsBytes: limits.grpcWindowsBytes.value,
    grpcStreamWindowBytes: limits.grpcStreamWindowBytes.value,
    grpcStreamCalls: limits.grpcStreamCalls.value,
    grpcStreamCallBytes: limits.grpcStreamCallBytes.value,
    drainMs: limits.drainMs.value,
    ...given,
  };
}

/** How many calls may be open in a heap of so many bytes: one takes up to 8 KB of it, as a stream of HTTP/2 that waits does, and all of them a third. */
export function callsWithin(heapBytes: number): number {
  return Math.min(limits.calls.value, Math.floor(heapBytes / 24_576));
}
