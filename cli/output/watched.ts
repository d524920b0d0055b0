import { parseDurationMs } from "@flowmesh/client/internal";
import type { Command } from "commander";
import { interruption } from "../instance/stop-signals.ts";
import { watchReader } from "./reader-watch.ts";

/** Flags of commands that can show something again and again. */
export interface WatchedFlags {
  /** Milliseconds; true: as often as nothing else is said. */
  readonly watch?: number | boolean;
}

const everyMsDefault = 2000;
const everyMsMin = 50;

/** Adds them to a command. */
export function addWatchOption(command: Command): void {
  command.option(
    "--watch [duration]",
    "show it again and again, every 2s if nothing else is said, until Ctrl-C",
    (text) => parseDurationMs(text, "--watch"),
  );
}

/** Calls `show` once, or again and again when that is asked for; on a terminal each time on a clean screen. */
export async function watched({ watch }: WatchedFlags, show: () => Promise<void>): Promise<void> {
  if (watch === undefined || watch === false) return show();
  const everyMs = watch === true ? everyMsDefault : Math.max(everyMsMin, watch);
  const signal = interruption();
  watchReader(signal);
  while (!signal.aborted) {
    if (process.stdout.isTTY === true) process.stdout.write("\u001b[H\u001b[2J");
    await show();
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, everyMs);
      signal.addEventListener("abort", end, { once: true });
    });
  }
}
