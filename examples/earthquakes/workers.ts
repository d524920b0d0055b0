import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { HandledEvent } from "./judge.ts";

/** Processes that share the work, and what they have handled. */
export class Workers {
  readonly handled: HandledEvent[] = [];
  readonly #workers = new Map<string, { readonly child: ChildProcess; readonly ended: Promise<number | null> }>();
  readonly #distinct = new Set<string>();
  #onHandled: () => void = () => undefined;

  start(label: string, stream: string, group: string, url: string | undefined): void {
    const script = fileURLToPath(new URL("worker.ts", import.meta.url));
    const env = url === undefined ? process.env : { ...process.env, FLOWMESH_URL: url };
    const child = spawn(process.execPath, [script, stream, group, label], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    createInterface({ input: child.stdout }).on("line", (line) => this.#hear(JSON.parse(line)));
    const ended = once(child, "close").then(([code]) => code as number | null);
    // One that ends by itself is a reason to look.
    void ended.then(() => this.#onHandled());
    this.#workers.set(label, { child, ended });
  }

  /** Resolves when so many different events have been handled. */
  async reach(count: number): Promise<void> {
    while (this.#distinct.size < count) {
      const gone = [...this.#workers].find(([, { child }]) => child.exitCode !== null);
      if (gone !== undefined) throw new Error(`${gone[0]} ended by itself, with code ${gone[1].child.exitCode}`);
      await new Promise<void>((resolve) => {
        this.#onHandled = resolve;
      });
    }
  }

  /** Ends one, and resolves with its exit code once all is heard that it said. */
  async end(label: string, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    const worker = this.#workers.get(label)!;
    this.#workers.delete(label);
    worker.child.kill(signal);
    return await worker.ended;
  }

  /** Ends all that are left, and resolves with their exit codes. */
  endAll(signal: "SIGTERM" | "SIGKILL"): Promise<(number | null)[]> {
    return Promise.all([...this.#workers.keys()].map((label) => this.end(label, signal)));
  }

  #hear(event: HandledEvent): void {
    this.handled.push(event);
    this.#distinct.add(event.id);
    this.#onHandled();
  }
}
