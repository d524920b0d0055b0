import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** What the browser says by itself. */
export interface BrowserEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Answer extends Partial<BrowserEvent> {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Nothing that talks to anybody but the page's own server. */
const flags: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--no-first-run",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  "--remote-debugging-pipe",
];

/** A Chromium without a window, with a profile of its own, spoken to in the DevTools protocol over two pipes: JSON messages, each with a zero byte behind it. */
export class Browser {
  readonly events: BrowserEvent[] = [];
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  #session: string | undefined;
  #rest = "";
  #onEvent: () => void = () => undefined;

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child;
    this.#profile = profile;
    const [, , , , output] = child.stdio as unknown as [null, null, null, Writable, Readable];
    output.setEncoding("utf8").on("data", (text: string) => this.#receive(text));
    child.once("exit", () => {
      for (const { reject } of this.#pending.values()) reject(new Error("the browser has ended"));
    });
  }

  /** Opens it with one empty page. */
  static async open(path: string): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), "flowmesh-browser-"));
    const child = spawn(path, [...flags, `--user-data-dir=${profile}`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
      env: { ...process.env, HOME: profile },
    });
    const browser = new Browser(child, profile);
    const { targetInfos } = (await browser.send("Target.getTargets")) as {
      targetInfos: { targetId: string; type: string }[];
    };
    const { targetId } = targetInfos.find(({ type }) => type === "page")!;
    const attached = (await browser.send("Target.attachToTarget", { targetId, flatten: true })) as {
      sessionId: string;
    };
    browser.#session = attached.sessionId;
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await browser.send(`${domain}.enable`);
    return browser;
  }

  /** Calls a method of the protocol. */
  send(method: string, params: object = {}): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const sessionId = this.#session;
    const input = this.#child.stdio[3] as Writable;
    input.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  /** Resolves with the first event of this name that comes from now on. */
  async event(method: string): Promise<BrowserEvent> {
    for (let seen = this.events.length; ; seen = this.events.length) {
      await new Promise<void>((resolve) => {
        this.#onEvent = resolve;
      });
      const found = this.events.slice(seen).find((event) => event.method === method);
      if (found !== undefined) return found;
    }
  }

  /** The value of an expression in the page. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const answer = await this.send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    const { result, exceptionDetails } = answer as { result: { value: Value }; exceptionDetails?: { text: string } };
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
  }

  /** Ends it with all of its processes, and removes its profile. */
  async close(): Promise<void> {
    const ended = this.#child.exitCode === null ? once(this.#child, "exit") : undefined;
    await Promise.race([this.send("Browser.close").catch(() => undefined), ended]);
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  #receive(text: string): void {
    const messages = (this.#rest + text).split("\0");
    this.#rest = messages.pop()!;
    for (const message of messages) this.#take(JSON.parse(message) as Answer);
  }

  #take({ id, result, error, method, params = {} }: Answer): void {
    if (id === undefined) {
      this.events.push({ method: method!, params });
      this.#onEvent();
      return;
    }
    const pending = this.#pending.get(id)!;
    this.#pending.delete(id);
    if (error === undefined) pending.resolve(result);
    else pending.reject(new Error(error.message));
  }
}
