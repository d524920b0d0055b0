import type { VirtualClock } from "@flowmesh/engine";
import { isFlowMeshError } from "@flowmesh/fabric";

const patienceMs = 5000;

/** The same of a call that is made again as long as it is told to wait: an index that turns out to be damaged is made again meanwhile. */
export async function onceReady<Result>(
  clock: VirtualClock,
  call: () => Promise<Result>,
): Promise<{ readonly result: Result } | { readonly reason: string }> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    const outcome = await patiently(clock, call());
    if (!("reason" in outcome) || outcome.reason !== "starting" || waitedMs >= patienceMs) return outcome;
    await clock.advance(100);
  }
}

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
