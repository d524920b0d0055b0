import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import type { FloodNews, FloodWish } from "./flooding.ts";

const script = fileURLToPath(new URL("./flooding.ts", import.meta.url));

/** The process of a flood, seen from the test. */
export class FloodProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(t: TestContext, port: number, slowSenders: number, stalledReaders: number): Promise<FloodProcess> {
    const execArgv = ["--disable-warning=ExperimentalWarning"];
    const child = fork(script, [port, slowSenders, stalledReaders].map(String), { execArgv });
    t.after(() => child.kill("SIGKILL"));
    await once(child, "message");
    return new FloodProcess(child);
  }

  /** Resolves when all are connected. */
  async begin(): Promise<void> {
    await this.#ask("begin");
  }

  /** Takes all connections away, once each kind of sender was told something. Gives how often each kind was told what since the flood began. */
  async end(): Promise<Exclude<FloodNews, string>> {
    return (await this.#ask("end")) as Exclude<FloodNews, string>;
  }

  async #ask(wish: FloodWish): Promise<FloodNews> {
    this.#child.send(wish);
    const [news] = (await once(this.#child, "message")) as [FloodNews];
    return news;
  }
}
