import { type ChildProcess, spawnSync } from "node:child_process";
import { commandLine, type Finished, finished, type RunSettings, spawnProgram } from "./flowmesh-process.ts";

/** The program of util-linux that runs another one on a terminal. */
const script = "script";

/** Why there is no terminal for tests on this machine; false when there is one. */
export const noTerminal: string | false = /util-linux/.test(
  spawnSync(script, ["--version"], { encoding: "utf8" }).stdout ?? "",
)
  ? false
  : "script of util-linux is needed for a terminal";

/** Runs the command on a terminal, where `input` is typed. All that the terminal shows is in `stdout`, the echo of what is typed included. */
export function onTerminal(words: readonly string[], settings: RunSettings): Promise<Finished> {
  const child = spawnOnTerminal(words, settings);
  child.stdin!.end(settings.input ?? "");
  return finished(child);
}

/** Starts the command on a terminal: what is written to `stdin` is typed there. */
export function spawnOnTerminal(words: readonly string[], settings: RunSettings): ChildProcess {
  const line = [...commandLine, ...words].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const env = { TERM: "xterm", ...settings.env };
  return spawnProgram([script, "-q", "-e", "-c", `exec ${line}`, "/dev/null"], { ...settings, env });
}
