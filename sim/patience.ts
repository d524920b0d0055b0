import type { VirtualClock } from "@flowmesh/engine";
import { isFlowMeshError } from "@flowmesh/fabric";

const patienceMs = 5000;
const readyTriesMax = 1000;

/** What a call gives within some seconds of the engine's time: its result, or the reason why there is none. */
export async function patiently<Result>(
  clock: VirtualClock,
  call: Promise<Result>,
): Promise<{ readonly result: Result } | { readonly reason: string }> {
  let outcome: { result: Result } | { reason: string } | undefined;
  call.then(
    (result) => {
      outcome = { result };
    },
    (error: unknown) => {
      outcome = { reason: isFlowMeshError(error) ? error.reason : String(error) };
    },
  );
  await clock.settle();
  for (let waitedMs = 0; outcome === undefined && waitedMs < patienceMs; waitedMs += 100) await clock.advance(100);
  return outcome ?? { reason: "no answer" };
}

/**
 * The result of a call that is made again, behind a pause, as long as it is told to wait: an index that turns out to be damaged is made again meanwhile.
 * @throws FlowMeshError `starting` when that takes too long, and whatever else the call throws
 */
export async function onceReady<Result>(call: () => Promise<Result>, pause: () => Promise<void>): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (!isFlowMeshError(error, "starting") || tries === readyTriesMax) throw error;
      await pause();
    }
  }
}
