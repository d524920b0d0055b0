import { createHash } from "node:crypto";
import { globSync, readFileSync, statSync } from "node:fs";
import { type CheckResult, runCommand } from "./check.ts";

/** Generates again and compares: what `make generate` writes must be what is in the tree. */
export async function checkGenerated(node: string, generator: string): Promise<CheckResult> {
  const before = hashFiles();
  const generated = await runCommand(node, generator);
  if (!generated.passed) return generated;
  const after = hashFiles();
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  if (changed.length === 0) return { passed: true, output: "" };
  const list = changed.map((file) => `  ${file}`).join("\n");
  return {
    passed: false,
    output: `These files were out of date. They are written anew: look at them and commit them.\n${list}`,
  };
}

function hashFiles(): Map<string, string> {
  const files = globSync(["contract/**", "docs/**"], { exclude: (path) => /(^|[/\\])node_modules$/.test(path) });
  return new Map(
    files
      .filter((file) => statSync(file).isFile())
      .map((file) => [file, createHash("sha256").update(readFileSync(file)).digest("hex")]),
  );
}
