import { readTokensFile } from "@flowmesh/server/internal";
import type { Command } from "commander";
import { say, writeRows } from "../output/write.ts";
import { tokenShape } from "../tokens/token-shape.ts";
import { addTokenOptions, type TokenFlags, tokensFileOf } from "../tokens/tokens-of.ts";

export function tokenLs(command: Command): void {
  addTokenOptions(command);
  command.action(async () => {
    const flags = command.optsWithGlobals<TokenFlags>();
    const path = await tokensFileOf(flags);
    const tokens = readTokensFile(path) ?? [];
    await writeRows(tokens, tokenShape, flags);
    if (tokens.length === 0 && process.stdout.isTTY) say(`No tokens in ${path}. Make one: flowmesh token new`);
  });
}
