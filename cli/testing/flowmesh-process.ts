import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { ReadyServer } from "../instance/serve.ts";
import { runHosted } from "./command-host.ts";

const root = join(import.meta.dirname, "../..");

/** What something is cleaned up after: a test, or a whole file with `{ after }` of node:test. */
export interface Scope {
  after(cleanUp: () => void | Promise<void>): void;
}

/** How a command is run. */
export interface RunSettings {
  readonly cwd: string;
  /** In a process of its own, from the sources of this clone in any case, as its launcher does. Default: false. */
  readonly isFromClone?: boolean;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** How it ended. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that is removed afterwards. */
export function temporaryFolder(scope: Scope): string {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-cli-"));
  scope.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const cloneLine = lineOf(join(root, "cli/main.ts"));
/** What runs the command, before its own words: from the sources, unless tools/run-tests.ts has bundled it. */
export const commandLine: readonly string[] =
  process.env.TESTED_FLOWMESH === undefined ? cloneLine : lineOf(process.env.TESTED_FLOWMESH);

function lineOf(script: string): readonly string[] {
  return [process.execPath, "--disable-warning=ExperimentalWarning", script];
}

/** Starts the command as a process of its own. */
export function spawnFlowMesh(words: readonly string[], settings: RunSettings): ChildProcess {
  return spawnProgram([...(settings.isFromClone === true ? cloneLine : commandLine), ...words], settings);
}

/** Starts any program in the environment that the command is tested in: without colours, and without variables of FlowMesh from outside. */
export function spawnProgram([program, ...words]: readonly string[], { cwd, env }: RunSettings): ChildProcess {
  return spawn(program!, words, { cwd, env: testedEnvironment(env), stdio: "pipe" });
}

function testedEnvironment(env: RunSettings["env"]): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("FLOWMESH_"));
  return { ...Object.fromEntries(inherited), NODE_COMPILE_CACHE: join(root, ".cache/compiled"), NO_COLOR: "1", ...env };
}

/** Runs the command to its end, in a process that runs many of them one after the other. */
export function flowmesh(words: readonly string[], settings: RunSettings): Promise<Finished> {
  const { cwd, env, input = "", isFromClone } = settings;
  if (isFromClone === true) return flowmeshAlone(words, settings);
  return runHosted({ words, cwd, env: testedEnvironment(env), input });
}

/** Runs the command to its end, in a process of its own. */
export async function flowmeshAlone(words: readonly string[], settings: RunSettings): Promise<Finished> {
  const child = spawnFlowMesh(words, settings);
  // A command may end without reading what it is given.
  child.stdin!.on("error", () => undefined);
  child.stdin!.end(settings.input ?? "");
  return finished(child);
}

/** Waits for the end of a process. */
export async function finished(child: ChildProcess): Promise<Finished> {
  const closed = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  const [code, signal] = (await closed) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}

/** A server that `flowmesh dev` or `flowmesh start` runs in a process of its own; it ends with its scope. */
export class ServerProcess {
  readonly ready: ReadyServer;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown[]>;
  readonly #errors: readonly Buffer[];

  private constructor(child: ChildProcess, ready: ReadyServer, errors: readonly Buffer[]) {
    this.#child = child;
    this.ready = ready;
    this.#closed = once(child, "close");
    this.#errors = errors;
  }

  /** Resolves when it is ready. */
  static async start(
    scope: Scope,
    cwd: string,
    words: readonly string[] = ["dev"],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ServerProcess> {
    const small = ["--segment-size", "1MiB", "--json"];
    const port = words.includes("--port") ? [] : ["--port", "0"];
    const child = spawnFlowMesh([...words, ...port, ...small], { cwd, env });
    scope.after(() => void child.kill("SIGKILL"));
    const errors: Buffer[] = [];
    child.stderr!.on("data", (chunk: Buffer) => errors.push(chunk));
    const ready = await new Promise<string>((resolve, reject) => {
      let received = "";
      child.stdout!.on("data", (chunk: Buffer) => {
        received += chunk;
        if (received.includes("\n")) resolve(received);
      });
      child.once("close", () =>
        reject(new Error(`flowmesh ${words.join(" ")} ended before it was ready: ${Buffer.concat(errors)}`)),
      );
    });
    return new ServerProcess(child, JSON.parse(ready), errors);
  }

  /** What it has said on standard error. */
  get said(): string {
    return Buffer.concat(this.#errors).toString();
  }

  /** Resolves when these words stand so many times in what it has said on standard error. */
  async untilSaid(words: string, times: number = 1): Promise<void> {
    while (this.said.split(words).length <= times) await once(this.#child.stderr!, "data");
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends the signal, and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    this.kill(signal);
    return this.closed();
  }

  async closed(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const [code, by] = (await this.#closed) as [number | null, NodeJS.Signals | null];
    return { code, signal: by };
  }
}
