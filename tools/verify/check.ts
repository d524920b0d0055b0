import { spawn } from "node:child_process";

/** What a check found. The output is shown when it failed. */
export interface CheckResult {
  readonly passed: boolean;
  readonly output: string;
}

/** One step of `make verify`; all run in the root of the repository. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<CheckResult>;
}

/** A check that passes when the command exits with 0. */
export function commandCheck(name: string, command: string, ...args: string[]): Check {
  return { name, run: () => runCommand(command, ...args) };
}

/** Runs a command with stdout and stderr collected; a command that cannot be started counts as failed. */
export function runCommand(command: string, ...args: string[]): Promise<CheckResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) =>
      resolve({ passed: false, output: `${command} could not be started: ${error.message}` }),
    );
    child.on("close", (status) => resolve({ passed: status === 0, output: Buffer.concat(chunks).toString("utf8") }));
  });
}
