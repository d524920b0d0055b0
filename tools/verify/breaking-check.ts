import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CheckResult, runCommand } from "./check.ts";

/**
 * Compares contract/proto with what users may rely on: the last release when there is one, else the point where this
 * branch left origin/main, else the last commit.
 */
export async function checkBreaking(buf: string): Promise<CheckResult> {
  const baseline = await findBaseline();
  if (baseline === undefined) return { passed: true, output: "no earlier contract to compare with" };
  const folder = await mkdtemp(join(tmpdir(), "flowmesh-contract-"));
  try {
    const archive = join(folder, "contract.tar");
    const archived = await runCommand("git", "archive", "--format=tar", `--output=${archive}`, baseline, "contract");
    if (!archived.passed) return archived;
    return await runCommand(buf, "breaking", "contract", "--against", `${archive}#subdir=contract`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function findBaseline(): Promise<string | undefined> {
  const candidates = [
    await gitLine("describe", "--tags", "--abbrev=0", "--match", "v*"),
    await gitLine("merge-base", "HEAD", "origin/main"),
    "HEAD",
  ];
  for (const candidate of candidates) {
    if (candidate !== undefined && (await gitLine("rev-parse", "--verify", `${candidate}:contract/buf.yaml`))) {
      return candidate;
    }
  }
  return undefined;
}

async function gitLine(...args: string[]): Promise<string | undefined> {
  const { passed, output } = await runCommand("git", ...args);
  const line = output.trim();
  return passed && line !== "" ? line : undefined;
}
