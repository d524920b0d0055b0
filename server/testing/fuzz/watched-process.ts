import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { TestContext } from "node:test";
import type { ServerLimits } from "../../server-limits.ts";
import { programFile } from "../program.ts";
import type { WatchedState } from "./watched-server.ts";

const script = programFile("fuzz/watched-server");

/** The process of a watched server, seen from the test. */
export class WatchedProcess {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | string>;
  #errorText = "";

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    child.stderr!.on("data", (chunk: Buffer) => {
      this.#errorText += chunk.toString();
    });
    this.#ended = new Promise((resolve) => child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown")));
  }

  static async start(t: TestContext, dataDir: string, limits: Partial<ServerLimits> = {}): Promise<WatchedProcess> {
    const execArgv = ["--disable-warning=ExperimentalWarning", "--expose-gc"];
    const child = fork(script, [dataDir, JSON.stringify(limits)], {
      execArgv,
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    t.after(() => child.kill("SIGKILL"));
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    return new WatchedProcess(child, port);
  }

  /** What it has logged as an error, or said when it crashed. Empty is good. */
  get errorText(): string {
    return this.#errorText;
  }

  /** How it is. Rejects when it is no more. */
  async state(): Promise<WatchedState> {
    if (!this.#child.connected) throw new Error(`the server's process has ended: ${this.#errorText}`);
    this.#child.send("state");
    const [state] = (await once(this.#child, "message")) as [WatchedState];
    return state;
  }

  /** Stops it in order; gives the exit code, or the signal that ended it. */
  stop(): Promise<number | string> {
    this.#child.send("stop");
    return this.#ended;
  }
}
