import { FlowMeshError } from "@flowmesh/fabric";
import {
  formatTokens,
  hashOfToken,
  newToken,
  parseTokens,
  problemOfPattern,
  problemOfPermission,
  type TokenEntry,
} from "@flowmesh/server/internal";
import type { Command } from "commander";
import { outputFormat } from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { say, writeData } from "../output/write.ts";
import { addTokenOptions, changeTokens, type TokenFlags, tokensFileOf } from "../tokens/tokens-of.ts";

interface NewFlags extends TokenFlags {
  readonly name: string;
  readonly allow: string;
  readonly on: string;
}

export function tokenNew(command: Command): void {
  addTokenOptions(command);
  command
    .requiredOption("--name <name>", "who will bring it; stands in errors and in token ls")
    .requiredOption("--allow <permissions>", "what it may do: streams:read,streams:publish; streams:* or * for all")
    .option("--on <patterns>", "names of the resources on which it may: orders-*,invoices", "*")
    .addHelpText(
      "after",
      `
The token is printed once; the file has only its hash. A FlowMesh that runs takes it within a few seconds, without a restart.

Examples:
  flowmesh token new --name admin --allow '*'
  flowmesh token new --name shop --allow streams:publish --on 'orders-*'
  export FLOWMESH_TOKEN=$(flowmesh token new --name me --allow '*')

Every permission: docs/security.md.`,
    )
    .action(async () => run(command.optsWithGlobals<NewFlags>(), command));
}

async function run(flags: NewFlags, command: Command): Promise<void> {
  const path = await tokensFileOf(flags);
  const token = newToken();
  const entry: TokenEntry = {
    name: flags.name,
    hash: `sha256:${hashOfToken(token).toString("hex")}`,
    subject: undefined,
    createdAt: new Date().toISOString(),
    grants: [
      {
        allow: listOf(flags.allow, "--allow", problemOfPermission, command),
        on: listOf(flags.on, "--on", problemOfPattern, command),
      },
    ],
  };
  checkName(entry, command);
  await changeTokens(path, (tokens) => {
    if (tokens.some(({ name }) => name === entry.name)) {
      throw new FlowMeshError("token_name_taken", { name: entry.name, path });
    }
    return [...tokens, entry];
  });
  const { name, grants } = entry;
  const isJson = outputFormat(flags).endsWith("json");
  await writeData(isJson ? `${JSON.stringify({ name, token, grants, path })}\n` : `${token}\n`);
  if (process.stderr.isTTY && !isJson) say(`Keep it: it is not shown again. Its hash is in ${path}.`);
}

function listOf(
  text: string,
  option: string,
  problemOf: (text: string) => string | undefined,
  command: Command,
): string[] {
  const items = text.split(",").map((item) => item.trim());
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) throw usageError(`${option} ${problem}`, command);
  }
  return items;
}

/** The file's own check, in the words of the command. */
function checkName(entry: TokenEntry, command: Command): void {
  try {
    parseTokens(formatTokens([entry]), "");
  } catch {
    throw usageError(`--name is ${JSON.stringify(entry.name)}; use 1 to 100 letters, digits and . _ @ -`, command);
  }
}
