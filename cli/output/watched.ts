import { parseDurationMs } from "@flowmesh/client/internal";
import type { Command } from "commander";
import { interruption } from "../instance/stop-signals.ts";
import { watchReader } from "./reader-watch.ts";

/** Flags of commands that can show something again and again. */
export interface WatchedFlags {
  readonly watch?: string | boolean;
}

const everyDefault = "2s";

/** Adds them to a command. */
export function addWatchOption(command: Command): void {
  command.option(
    "--watch [duration]",
    `show it again and again, every ${everyDefault} if nothing else is said, until Ctrl-C`,
  );
}

/** Calls `show` once, or again and again when that is asked for; on a terminal each time on a clean screen. @throws FlowMeshError `field_invalid` */
export async function watched({ watch }: WatchedFlags, show: () => Promise<void>): Promise<void> {
  if (watch === undefined || watch === false) return show();
  const everyMs = parseDurationMs(watch === true ? everyDefault : watch, "--watch");
  const signal = interruption();
  watchReader();
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
