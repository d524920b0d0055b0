import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Address, parseUrl } from "../address.ts";

/** From the sources, unless tools/run-tests.ts has bundled it. */
const command: string = process.env.TESTED_FLOWMESH ?? join(import.meta.dirname, "../../../cli/main.ts");

/** A FlowMesh in a process of its own, on a folder that goes with it. */
export class ServerProcess {
  readonly address: Address;
  readonly #folder: string;
  readonly #segmentSize: string;
  #child: ChildProcess;

  private constructor(address: Address, folder: string, segmentSize: string, child: ChildProcess) {
    this.address = address;
    this.#folder = folder;
    this.#segmentSize = segmentSize;
    this.#child = child;
  }

  static async start(segmentSize: string = "4MiB"): Promise<ServerProcess> {
    const folder = await mkdtemp(join(tmpdir(), "flowmesh-client-"));
    const { child, url } = await run(folder, 0, segmentSize);
    return new ServerProcess(parseUrl(url, "test"), folder, segmentSize, child);
  }

  /** Ends the process: `SIGTERM` in good order, `SIGKILL` at once. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  /** Starts it again, on the same folder and port. */
  async startAgain(): Promise<void> {
    const { child } = await run(this.#folder, this.address.port, this.#segmentSize);
    this.#child = child;
  }

  /** Ends the process and removes its folder. */
  async remove(): Promise<void> {
    await this.end("SIGKILL");
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function run(folder: string, port: number, segmentSize: string): Promise<{ child: ChildProcess; url: string }> {
  const where = ["--port", String(port), "--data-dir", join(folder, "data")];
  const flags = ["start", "--insecure", "--json", ...where, "--segment-size", segmentSize];
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", command, ...flags], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log: string[] = [];
  child.stderr.on("data", (text) => log.push(String(text)));
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url: string };
    child.stdout.resume();
    return { child, url };
  }
  throw new Error(`the server did not start: ${log.join("")}`);
}
