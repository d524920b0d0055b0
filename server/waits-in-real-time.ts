import type { AnyMethod, CallOptions } from "@flowmesh/contract";
import type { Clock } from "@flowmesh/engine";
import type { Handler } from "./dispatch/handlers.ts";

/**
 * Handlers whose calls wait for news no longer than `waitMs` of the machine's time, for engines whose own time stands still: whoever waits for an answer, as members of groups do
 * with their heartbeats, lives by the machine's.
 */
export function waitsInRealTime(handlers: ReadonlyMap<AnyMethod, Handler>, clock: Clock): Map<AnyMethod, Handler> {
  return new Map(Array.from(handlers, ([method, handle]) => [method, bounded(handle, clock)]));
}

function bounded(handle: Handler, clock: Clock): Handler {
  return (request, options) => {
    const { waitMs = 0 } = request as { readonly waitMs?: number };
    return waitMs > 0 ? waitFor(handle, clock, { ...request, waitMs }, options) : handle(request, options);
  };
}

/** What a worker tells of its jobs was heard when it began to wait. */
function withoutTold(request: object): object {
  const { leases } = request as { readonly leases?: readonly { readonly log: readonly string[] }[] };
  return leases === undefined ? request : { ...request, leases: leases.map((lease) => ({ ...lease, log: [] })) };
}

async function waitFor(
  handle: Handler,
  clock: Clock,
  request: { readonly waitMs: number },
  options: CallOptions,
): Promise<object> {
  const patience = new AbortController();
  const timer = clock.after(request.waitMs, () => patience.abort());
  const { signal: own } = options;
  const signal = own === undefined ? patience.signal : AbortSignal.any([own, patience.signal]);
  try {
    return await (handle(request, { ...options, signal }) as Promise<object>);
  } catch (error) {
    if (error !== patience.signal.reason) throw error;
    return await (handle({ ...withoutTold(request), waitMs: 0 }, options) as Promise<object>);
  } finally {
    timer.cancel();
  }
}
