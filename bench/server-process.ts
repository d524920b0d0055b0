import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** A server that runs as a process of its own, as it does for users. */
export interface ServerProcess {
  readonly pid: number;
  /** The line that said it was ready. */
  readonly ready: string;
  /** Stops it in order; rejects when it had ended by itself, or did not end well. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

export interface ServerProcessOptions {
  /** Default: this process's Node. */
  readonly executable?: string;
  /** Arguments; for Node, the script goes first. */
  readonly command: readonly string[];
  /** Default: this process's. */
  readonly cwd?: string;
  /** Recognises the line of standard output that says it is ready. */
  readonly readyLine: RegExp;
  /** Where to put a CPU profile; none is taken when it is absent. */
  readonly profileFolder?: string | undefined;
  /** Folder of the control group that it is to be in from its beginning. */
  readonly group?: string | undefined;
}

/** Starts a process and waits until it says that it is ready. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { executable, command, cwd = process.cwd(), readyLine, profileFolder, group } = options;
  const nodeFlags = executable === undefined ? flagsOfNode(profileFolder) : [];
  const [program = "", ...args] = inGroup(group, [executable ?? process.execPath, ...nodeFlags, ...command]);
  const child = spawn(program, args, {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = lastLines(child);
  const exited = once(child, "exit") as Promise<[number | null]>;
  const ready = await Promise.race([findLine(child, readyLine), exited.then(() => undefined)]);
  if (ready === undefined) throw new Error(`${command.join(" ")} ended before it was ready\n${said()}`);
  child.stdout?.resume();
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    const [status] = await exited;
    if (status !== 0) throw new Error(`${command.join(" ")} ended with status ${status}\n${said()}`);
  };
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  return { pid: child.pid!, ready, stop, kill };
}

/** A shell enters the group, and becomes the process. */
function inGroup(group: string | undefined, command: readonly string[]): readonly string[] {
  if (group === undefined) return command;
  return ["sh", "-c", `echo $$ > "${group}/cgroup.procs" && exec "$@"`, "sh", ...command];
}

function flagsOfNode(profileFolder: string | undefined): string[] {
  const profiling = profileFolder === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", profileFolder];
  return ["--disable-warning=ExperimentalWarning", ...profiling];
}

async function findLine(child: ChildProcess, pattern: RegExp): Promise<string | undefined> {
  for await (const line of createInterface({ input: child.stdout! })) if (pattern.test(line)) return line;
  return undefined;
}

/** Keeps the end of what it writes to standard error. */
function lastLines(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (more: string) => {
    text = (text + more).slice(-4_000);
  });
  return () => text;
}

/** CPU time that a process has used so far, in seconds; NaN where the system has no /proc. */
export function cpuSecondsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    // Fields 14 and 15 of proc(5), in ticks of 10 ms.
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** Memory of a process that is no page of a file; 0 where the system has no /proc. */
export function anonymousMib(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Math.round(Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
