import { FlowMeshError } from "@flowmesh/fabric";
import { hashOfToken, readTokensFile, type TokenEntry } from "@flowmesh/server/internal";
import type { Command } from "commander";
import { canAsk, confirm } from "../output/confirm.ts";
import { exitCodes } from "../output/exit-codes.ts";
import { usageError } from "../output/usage-error.ts";
import { say, writeRows } from "../output/write.ts";
import { tokenShape } from "../tokens/token-shape.ts";
import { addTokenOptions, changeTokens, type TokenFlags, tokensFileOf } from "../tokens/tokens-of.ts";

interface RemoveFlags extends TokenFlags {
  readonly yes?: boolean;
}

export function tokenRm(command: Command): void {
  addTokenOptions(command);
  command
    .option("-y, --yes", "do not ask when one of them is the token of this shell; needed where nobody can be asked")
    .addHelpText("after", "\nA FlowMesh that runs refuses them within a few seconds, and ends what they follow.")
    .action(async (names: string[]) => {
      const flags = command.optsWithGlobals<RemoveFlags>();
      const path = await tokensFileOf(flags);
      if (!(await mayRemove(namedIn(readTokensFile(path) ?? [], names, path), flags, command))) {
        say("Nothing was removed.");
        process.exitCode = exitCodes.failure;
        return;
      }
      let removed: readonly TokenEntry[] = [];
      await changeTokens(path, (tokens) => {
        removed = namedIn(tokens, names, path);
        return tokens.filter((token) => !removed.includes(token));
      });
      await writeRows(removed, tokenShape, flags);
    });
}

/** @throws FlowMeshError `token_not_found` */
function namedIn(tokens: readonly TokenEntry[], names: readonly string[], path: string): readonly TokenEntry[] {
  const missing = names.find((name) => !tokens.some((token) => token.name === name));
  if (missing !== undefined) throw new FlowMeshError("token_not_found", { name: missing, path });
  return tokens.filter(({ name }) => names.includes(name));
}

/** Whoever removes the token with which this shell calls may be shut out. @throws FlowMeshError `usage_invalid` where nobody can be asked */
async function mayRemove(tokens: readonly TokenEntry[], { yes }: RemoveFlags, command: Command): Promise<boolean> {
  const own = `sha256:${hashOfToken(process.env.FLOWMESH_TOKEN ?? "").toString("hex")}`;
  const used = tokens.find(({ hash }) => hash === own)?.name;
  if (yes === true || used === undefined) return true;
  if (canAsk()) return confirm(`${used} is the token with which you call here (FLOWMESH_TOKEN). Remove it for good?`);
  throw usageError(`${used} is the token in use here (FLOWMESH_TOKEN), and nobody can be asked: add --yes`, command);
}
