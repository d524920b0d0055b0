import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { programFile } from "./program.ts";

const script = programFile("serve");

/** A server in a process of its own. Ends with the test, however that ends. */
export class ServerProcess {
  readonly child: ChildProcess;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly #lines: AsyncIterator<string>;
  errorText = "";

  constructor(t: TestContext, args: readonly string[]) {
    this.child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stderr!.on("data", (chunk: Buffer) => {
      this.errorText += chunk.toString();
    });
    this.#lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
    this.ended = new Promise((resolve) =>
      this.child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown")),
    );
    t.after(() => this.child.kill("SIGKILL"));
  }

  /** Starts one and gives it with its port. */
  static async start(t: TestContext, args: readonly string[]): Promise<{ server: ServerProcess; port: number }> {
    const server = new ServerProcess(t, args);
    const line = await server.nextLine();
    if (!line.startsWith("ready ")) throw new Error(`the server did not start: ${line} ${server.errorText}`);
    return { server, port: Number(line.slice("ready ".length)) };
  }

  /** The next line that it prints; empty when it has ended. */
  async nextLine(): Promise<string> {
    const { value, done } = await this.#lines.next();
    return done === true ? "" : value;
  }
}
