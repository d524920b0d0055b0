import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Address } from "../address.ts";

/** What a member consumes, and where what it does becomes visible. */
export interface MemberSettings {
  readonly group: string;
  readonly stream: string;
  readonly effects: string;
  readonly sessionTimeoutMs: number;
}

/** What a member says. */
export interface MemberEvent {
  readonly what: "handled" | "committed";
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
  /** By the clock that all processes of a machine share. */
  readonly atMs: number;
}

const program: string = fileURLToPath(new URL("./group-member.ts", import.meta.url));

/** A member of a group in a process of its own. */
export class MemberProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;

  constructor(address: Address, settings: MemberSettings, onEvent: (event: MemberEvent, from: MemberProcess) => void) {
    const flags = ["--disable-warning=ExperimentalWarning", program, JSON.stringify({ address, ...settings })];
    this.#child = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: this.#child.stdout! });
    lines.on("line", (line) => onEvent(JSON.parse(line) as MemberEvent, this));
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => resolve(String(code ?? signal)));
    });
  }

  send(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#child.kill(signal);
  }

  /** Ends it and resolves with its exit code or its signal, once all is heard that it said. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<string> {
    this.#child.kill(signal);
    return this.#ended;
  }
}
