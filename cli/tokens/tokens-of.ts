import { mkdirSync, renameSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FlowMeshError } from "@flowmesh/fabric";
import { fileProblem } from "@flowmesh/fabric/internal";
import { formatTokens, readTokensFile, type TokenEntry } from "@flowmesh/server/internal";
import type { Command } from "commander";
import { readConfiguration } from "../configuration/configuration.ts";
import type { OutputOptions } from "../output/format.ts";
import { withoutUrl } from "../output/without-url.ts";

/** Flags of the commands that are about the tokens file. */
export interface TokenFlags extends OutputOptions {
  readonly tokens?: string;
  readonly dataDir?: string;
}

const attemptsMax = 100;
const attemptEveryMs = 20;

export function addTokenOptions(command: Command): void {
  withoutUrl(command, "it is about a file of this machine, which --tokens names");
  command
    .option("--tokens <file>", "the tokens file (default: tokens.json in the data folder)")
    .option("--data-dir <folder>", "the data folder in which it lies (default: .flowmesh)");
}

/** The path of the tokens file that a server with the same settings reads. */
export async function tokensFileOf({ tokens, dataDir }: TokenFlags): Promise<string> {
  return (await readConfiguration({ tokensFile: tokens, dataDir })).tokensFile;
}

/**
 * Changes the tokens file, which is made where there is none. Whoever reads it finds the old content or the new; two who change it come one after the other.
 * @throws FlowMeshError `tokens_file_invalid`, and what `change` throws
 */
export async function changeTokens(
  path: string,
  change: (tokens: readonly TokenEntry[]) => readonly TokenEntry[],
): Promise<void> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    await lock(path);
    try {
      const written = `${path}.${process.pid}`;
      writeFileSync(written, formatTokens(change(readTokensFile(path) ?? [])), { mode: 0o600 });
      renameSync(written, path);
    } finally {
      rmdirSync(lockOf(path));
    }
  } catch (cause) {
    if (!(cause instanceof Error) || !("syscall" in cause)) throw cause;
    const problem = `it cannot be written: ${fileProblem(cause)}`;
    throw new FlowMeshError("tokens_file_invalid", { path, problem }, { cause });
  }
}

/** A folder can be made by one alone. */
async function lock(path: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      mkdirSync(lockOf(path));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (attempt === attemptsMax) {
      const problem = `another command changes it; if none does, one was cut off: delete the folder ${lockOf(path)}`;
      throw new FlowMeshError("tokens_file_invalid", { path, problem });
    }
    await sleep(attemptEveryMs);
  }
}

function lockOf(path: string): string {
  return `${path}.lock`;
}
