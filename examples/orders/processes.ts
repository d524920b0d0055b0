import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
}

/** Processes of one kind that share some work, and what they have said they did. */
export class Processes {
  /** What each has done, by its label. */
  readonly done: { readonly label: string; readonly what: string }[] = [];
  readonly #script: string;
  readonly #url: string | undefined;
  readonly #running = new Map<string, Running>();
  #onChange: () => void = () => undefined;

  /** @param script beside this file; each process says what it has done, a line each */
  constructor(script: string, url: string | undefined) {
    this.#script = fileURLToPath(new URL(script, import.meta.url));
    this.#url = url;
  }

  start(label: string): void {
    const env = this.#url === undefined ? process.env : { ...process.env, FLOWMESH_URL: this.#url };
    const child = spawn(process.execPath, [this.#script, label], { env, stdio: ["ignore", "pipe", "inherit"] });
    createInterface({ input: child.stdout }).on("line", (what) => {
      this.done.push({ label, what });
      this.#onChange();
    });
    const ended = once(child, "close").then(([code]) => code as number | null);
    // One that ends by itself is a reason to look.
    void ended.then(() => this.#onChange());
    this.#running.set(label, { child, ended });
  }

  /** Resolves when so much was done. */
  async reach(count: number): Promise<void> {
    while (this.done.length < count) {
      const gone = [...this.#running].find(([, { child }]) => child.exitCode !== null);
      if (gone !== undefined) throw new Error(`${gone[0]} ended by itself, with code ${gone[1].child.exitCode}`);
      await new Promise<void>((resolve) => (this.#onChange = resolve));
    }
  }

  /** Ends the one that did something last, without any warning. @returns its label */
  async killOne(): Promise<string> {
    const { label } = this.done.findLast((each) => this.#running.has(each.label))!;
    await this.#end(label, "SIGKILL");
    return label;
  }

  /** Ends all that are left, and resolves with their exit codes. */
  endAll(signal: "SIGTERM" | "SIGKILL"): Promise<(number | null)[]> {
    return Promise.all([...this.#running.keys()].map((label) => this.#end(label, signal)));
  }

  async #end(label: string, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    const { child, ended } = this.#running.get(label)!;
    this.#running.delete(label);
    child.kill(signal);
    return await ended;
  }
}
