import { FlowMeshError } from "@flowmesh/fabric";
import type { TokenEntry } from "@flowmesh/server/internal";
import type { Command } from "commander";
import { writeRows } from "../output/write.ts";
import { tokenShape } from "../tokens/token-shape.ts";
import { addTokenOptions, changeTokens, type TokenFlags, tokensFileOf } from "../tokens/tokens-of.ts";

export function tokenRm(command: Command): void {
  addTokenOptions(command);
  command
    .addHelpText("after", "\nA FlowMesh that runs refuses them within a few seconds, and ends what they follow.")
    .action(async (names: string[]) => {
      const flags = command.optsWithGlobals<TokenFlags>();
      const path = await tokensFileOf(flags);
      let removed: readonly TokenEntry[] = [];
      await changeTokens(path, (tokens) => {
        const missing = names.find((name) => !tokens.some((token) => token.name === name));
        if (missing !== undefined) throw new FlowMeshError("token_not_found", { name: missing, path });
        removed = tokens.filter(({ name }) => names.includes(name));
        return tokens.filter(({ name }) => !names.includes(name));
      });
      await writeRows(removed, tokenShape, flags);
    });
}
