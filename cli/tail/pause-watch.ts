import { setTimeout as sleep } from "node:timers/promises";
import type { Mesh } from "@flowmesh/client";
import { typedCommand } from "../output/typed-command.ts";
import { say } from "../output/write.ts";

const lookEveryMs = 2000;

/** Tells people why nothing comes while a group is paused, and when it goes on. Ends with the signal. */
export async function watchPause(mesh: Mesh, group: string, signal: AbortSignal): Promise<void> {
  let wasPaused = false;
  while (!signal.aborted) {
    const isPaused: boolean = (await isPausedNow(mesh, group)) ?? wasPaused;
    if (signal.aborted) return;
    if (isPaused && !wasPaused) {
      say(`group ${group} is paused: nothing comes until ${typedCommand()} group resume ${group}`);
    }
    if (wasPaused && !isPaused) say(`group ${group} was resumed`);
    wasPaused = isPaused;
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Undefined where it cannot be told: the group is not there yet, the server is away, or who reads may not look. */
async function isPausedNow(mesh: Mesh, group: string): Promise<boolean | undefined> {
  try {
    return (await mesh.groups.get(group)).paused;
  } catch {
    return undefined;
  }
}
