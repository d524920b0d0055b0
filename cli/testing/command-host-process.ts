/**
 * Runs commands one after the other in this process, for tests that run hundreds. Each sees its own folder, environment and streams, and has ended when a process
 * of its own would have: when nothing is left that the event loop waits for.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Readable, Writable } from "node:stream";
import type { HostedCommand } from "./command-host.ts";

/** Exit code of a process in which nothing is left to wait for, though its main module is not at its end. */
const unsettled = 13;

const bundled = process.env.TESTED_FLOWMESH;
/** From the bundle where there is one, as of other processes that are tested: it is loaded sooner. */
const { runCommand } = (
  bundled === undefined
    ? await import("../run-command.ts")
    : createRequire(import.meta.url)(join(dirname(bundled), "flowmesh.cjs"))
) as typeof import("../run-command.ts");

class Collected extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(Buffer.from(chunk));
    done();
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }
}

function replaceStream(name: "stdin" | "stdout" | "stderr", stream: Readable | Writable): void {
  Object.defineProperty(process, name, { value: stream, configurable: true });
}

process.on("message", ({ words, cwd, env, input }: HostedCommand) => {
  const [stdout, stderr] = [new Collected(), new Collected()];
  replaceStream("stdin", Readable.from(input.length > 0 ? [Buffer.from(input)] : []));
  replaceStream("stdout", stdout);
  replaceStream("stderr", stderr);
  process.chdir(cwd);
  process.env = { ...env };
  process.exitCode = undefined;
  let isOver = false;
  process.channel?.unref();
  process.once("beforeExit", () => {
    process.channel?.ref();
    for (const name of process.eventNames()) if (String(name).startsWith("SIG")) process.removeAllListeners(name);
    const code = isOver ? (process.exitCode ?? 0) : unsettled;
    process.send?.({ code, signal: null, stdout: stdout.text, stderr: stderr.text });
  });
  void runCommand(words).finally(() => {
    isOver = true;
  });
});
process.on("disconnect", () => process.exit());
