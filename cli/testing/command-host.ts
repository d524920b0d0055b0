import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Finished } from "./flowmesh-process.ts";

/** A command to be run in a host, with all that it sees of its surroundings. */
export interface HostedCommand {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: string | Buffer;
}

/** Hosts that wait for a command. */
const idle: CommandHost[] = [];

/** Runs a command to its end in a process that has loaded the command line before: one that waits, or a new one while all are busy. */
export async function runHosted(command: HostedCommand): Promise<Finished> {
  const host = idle.pop() ?? new CommandHost(command.env);
  const finished = await host.run(command);
  idle.push(host);
  return finished;
}

/** A process of commands, one after the other. It ends with the one that started it. */
class CommandHost {
  readonly #child: ChildProcess;

  constructor(env: HostedCommand["env"]) {
    this.#child = fork(new URL("./command-host-process.ts", import.meta.url), {
      execArgv: ["--disable-warning=ExperimentalWarning"],
      // Whether there are colours is looked at when they are loaded.
      env,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      serialization: "advanced",
    });
    this.#keepsAlive(false);
  }

  async run(command: HostedCommand): Promise<Finished> {
    this.#keepsAlive(true);
    const over = new AbortController();
    const ended = once(this.#child, "exit", { signal: over.signal }).then(([code, signal]) => {
      const problem = `the process of tested commands ended (${code ?? signal})`;
      throw new Error(`${problem} in: flowmesh ${command.words.join(" ")}`);
    });
    ended.catch(() => undefined);
    this.#child.send(command);
    const [finished] = await Promise.race([once(this.#child, "message", { signal: over.signal }), ended]).finally(() =>
      over.abort(),
    );
    this.#keepsAlive(false);
    return finished;
  }

  /** Whether the process of the test waits for this one. */
  #keepsAlive(isRunning: boolean): void {
    for (const handle of [this.#child, this.#child.channel]) isRunning ? handle?.ref() : handle?.unref();
  }
}
