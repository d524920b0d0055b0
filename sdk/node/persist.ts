import { isFlowMeshError } from "@flowmesh/fabric";
import { Backoff } from "./remote/backoff.ts";
import type { ClientWorld } from "./world/client-world.ts";
import { systemWorld } from "./world/system-world.ts";

/**
 * Repeats a call, with a back-off, while it fails with what may pass by itself, until `timeoutMs` are over; then the last failure is thrown. Only for calls that
 * may be repeated without doing it twice. The call is told how many milliseconds are left.
 */
export async function persist<Result>(
  call: (leftMs: number) => Promise<Result>,
  timeoutMs: number,
  { clock, random }: ClientWorld = systemWorld,
): Promise<Result> {
  const endMs = clock.monotonicMs() + timeoutMs;
  let backoff: Backoff | undefined;
  for (let leftMs = timeoutMs; ; ) {
    try {
      return await call(leftMs);
    } catch (error) {
      backoff ??= new Backoff(undefined, undefined, random);
      const pauseMs = backoff.next();
      leftMs = Math.floor(endMs - clock.monotonicMs() - pauseMs);
      if (!isFlowMeshError(error) || !error.retryable || leftMs < 1) throw error;
      await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
    }
  }
}
