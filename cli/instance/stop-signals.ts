import type { RunOptions } from "@flowmesh/server";

type StopSignal = "SIGINT" | "SIGTERM";
type Listener = () => void;

/** Within this time signals count as one: a wrapper such as npm passes on the Ctrl-C that the terminal has sent already. */
const sameMs = 250;

/** The signals that ask a server to stop. A closed terminal (SIGHUP) asks like SIGTERM. */
export class StopSignals implements NonNullable<RunOptions["signals"]> {
  readonly #listeners = new Map<Listener, Listener>();
  #lastMs = Number.NEGATIVE_INFINITY;

  on(signal: StopSignal, listener: Listener): void {
    const once = (): void => {
      const nowMs = performance.now();
      if (nowMs - this.#lastMs < sameMs) return;
      this.#lastMs = nowMs;
      listener();
    };
    this.#listeners.set(listener, once);
    for (const name of namesOf(signal)) process.on(name, once);
  }

  off(signal: StopSignal, listener: Listener): void {
    const once = this.#listeners.get(listener);
    if (once !== undefined) for (const name of namesOf(signal)) process.off(name, once);
  }
}

/** A signal that is aborted by Ctrl-C or SIGTERM, for commands that end in order then. Who insists ends the process at once. */
export function interruption(): AbortSignal {
  const stop = new AbortController();
  const signals = new StopSignals();
  for (const [name, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    signals.on(name, () => {
      if (stop.signal.aborted) process.exit(code);
      stop.abort();
    });
  }
  return stop.signal;
}

function namesOf(signal: StopSignal): NodeJS.Signals[] {
  return signal === "SIGTERM" ? ["SIGTERM", "SIGHUP"] : [signal];
}
