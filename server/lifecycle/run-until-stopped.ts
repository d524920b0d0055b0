import type { RunningServer } from "../server-options.ts";

export interface SignalSource {
  on(signal: "SIGTERM" | "SIGINT", listener: () => void): unknown;
  off(signal: "SIGTERM" | "SIGINT", listener: () => void): unknown;
}

/** How `runUntilStopped` hears of signals, tells of the stop, and ends the process. */
export interface RunOptions {
  /** Called when the server begins to stop, with what made it stop. */
  readonly onStopping?: ((reason: string) => void) | undefined;
  /** Ends the process at once. Default: `process.exit`. */
  readonly exitNow?: ((code: number) => void) | undefined;
  readonly signals?: SignalSource | undefined;
}

/**
 * Runs a server until a SIGTERM or SIGINT, or until its log fails, and stops it in order. A second signal ends the process at once. Resolves with the process's exit
 * code: 0 after an orderly stop, 1 after a failure.
 */
export async function runUntilStopped(server: RunningServer, options: RunOptions = {}): Promise<number> {
  const { onStopping, exitNow = (code: number): never => process.exit(code), signals = process } = options;
  let isStopping = false;
  let signalled: (name: string) => void = () => undefined;
  const signal = new Promise<string>((resolve) => {
    signalled = resolve;
  });
  const listeners = (["SIGTERM", "SIGINT"] as const).map((name) => {
    const listener = (): void => {
      if (isStopping) exitNow(name === "SIGINT" ? 130 : 143);
      isStopping = true;
      signalled(name);
    };
    signals.on(name, listener);
    return { name, listener };
  });
  const failure = server.failed.then((error) => error.message);
  const reason = await Promise.race([signal, failure]);
  const hasFailed = !isStopping;
  isStopping = true;
  onStopping?.(reason);
  await keptAlive(() => server.stop());
  for (const { name, listener } of listeners) signals.off(name, listener);
  return hasFailed ? 1 : 0;
}

/** What a stop waits for, such as a client that is given time to take its answers, may be nothing that Node keeps a process alive for. */
async function keptAlive(run: () => Promise<void>): Promise<void> {
  const keeper = setInterval(() => undefined, 60_000);
  try {
    await run();
  } finally {
    clearInterval(keeper);
  }
}
