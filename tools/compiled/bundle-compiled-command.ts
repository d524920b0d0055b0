import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { bundleCommand } from "../bundle.ts";

/** Writes the bundled command to a folder as `bundleCommand` does, and beside it what its starts compile, for this machine's Node alone. Gives what is to be started. */
export async function bundleCompiledCommand(target: string): Promise<string> {
  await bundleCommand(target);
  const main = join(target, "main.js");
  writeFileSync(main, stripTypeScriptTypes(readFileSync(join(import.meta.dirname, "main.ts"), "utf8")));
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-compiled-"));
  try {
    await useOnce(main, folder);
    // What is read back at a start is there only now.
    await useOnce(main, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return main;
}

/** Runs a server and a few commands, so that what most of them do is compiled. */
async function useOnce(main: string, cwd: string): Promise<void> {
  const settings = { cwd, env: { ...process.env, KEEP_COMPILED: "1" } };
  const server = spawn(process.execPath, [main, "start", "--insecure", "--json", "--port", "0"], settings);
  const exited = once(server, "exit");
  try {
    const { url, http } = await readiness(server);
    const commands = ["pub compiled 1 --create", "tail compiled -n 1 --no-follow", "status"];
    for (const words of commands)
      await promisify(execFile)(process.execPath, [main, ...words.split(" "), "--url", url], settings);
    await fetch(`${http}/v1/streams`);
  } finally {
    server.kill();
    await exited;
  }
}

async function readiness({ stdout, stderr }: ChildProcess): Promise<{ url: string; http: string }> {
  const log: string[] = [];
  stderr?.on("data", (text) => log.push(String(text)));
  for await (const line of createInterface({ input: stdout! })) return JSON.parse(line);
  throw new Error(`the bundled server did not start: ${log.join("")}`);
}
