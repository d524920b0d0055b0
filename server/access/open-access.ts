import type { Clock } from "@flowmesh/engine";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { ServerLimits } from "../server-limits.ts";
import type { Log } from "../telemetry/log.ts";
import { type Access, allowAll } from "./access.ts";
import { hashOfToken, problemOfToken } from "./token.ts";
import { TokenAccess } from "./token-access.ts";
import { readTokensFile, type TokenEntry } from "./tokens-file.ts";
import { WatchedFiles } from "./watched-files.ts";

/** Who may call. */
export interface AccessOptions {
  /** File of tokens and what each may do, as `flowmesh token new` writes it; it is read again when it changes. It may be missing where there is a `token`. */
  readonly tokensFile: string;
  /** One token that may do everything, beside those of the file. One that the file has or had may do what the file says, and nothing when it is removed there. */
  readonly token?: string | undefined;
}

/** The door, and what keeps it current. */
export interface OpenedAccess {
  readonly access: Access;
  /** Calls `onChange` whenever the list of tokens is another one. */
  watch(onChange: () => void): void;
  close(): void;
}

/** Name of whoever brings the one token. */
const tokenHolder = "FLOWMESH_TOKEN";

/**
 * Opens the door for those who are named; for everybody without options.
 * @throws FlowMeshError `access_missing` when nobody could come in, `tokens_file_invalid`, `configuration_invalid` for a token that is none
 */
export function openAccess(
  options: AccessOptions | undefined,
  { clock, limits, log }: { readonly clock: Clock; readonly limits: ServerLimits; readonly log: Log },
): OpenedAccess {
  if (options === undefined) return { access: allowAll, watch: () => undefined, close: () => undefined };
  const { tokensFile: path } = options;
  const withOwn = joinedWith(ownEntry(options.token));
  const files = new WatchedFiles([path]);
  const entries = readTokensFile(path);
  const initial = withOwn(entries ?? []);
  if (initial.length === 0) {
    const problem = entries === undefined ? `${path} does not exist` : `${path} is empty`;
    throw new FlowMeshError("access_missing", { problem: `${problem}, and FLOWMESH_TOKEN is not set`, path });
  }
  const access = new TokenAccess(initial);
  const reload = (onChange: () => void): void => {
    try {
      const changed = readTokensFile(path);
      if (changed === undefined) throw new FlowMeshError("tokens_file_invalid", { path, problem: "it does not exist" });
      access.replace(withOwn(changed));
      log.info({ path, tokens: changed.length }, "the tokens were read again");
      onChange();
    } catch (error) {
      if (!isFlowMeshError(error)) throw error;
      log.error({ path, problem: error.message }, "the new tokens are not taken, those from before stay");
    }
  };
  return {
    access,
    watch: (onChange) => files.watch({ clock, everyMs: limits.reloadCheckMs, onChange: () => reload(onChange) }),
    close: () => files.stop(),
  };
}

/**
 * Joins the one token to those of the file. FLOWMESH_TOKEN is also what a command brings: a server that is started where it stands for a token of the file
 * must not let its holder do more than the file says, nor keep it alive when it is removed from there.
 */
function joinedWith(own: TokenEntry | undefined): (listed: readonly TokenEntry[]) => readonly TokenEntry[] {
  let counts = own;
  return (listed) => {
    if (listed.some(({ hash }) => hash === counts?.hash)) counts = undefined;
    return counts === undefined ? listed : [counts, ...listed];
  };
}

function ownEntry(token: string | undefined): TokenEntry | undefined {
  if (token === undefined) return undefined;
  const problem = problemOfToken(token);
  if (problem !== undefined) {
    throw new FlowMeshError("configuration_invalid", {
      key: "the token",
      origin: tokenHolder,
      problem: `is none: ${problem}`,
    });
  }
  const hash = `sha256:${hashOfToken(token).toString("hex")}`;
  return { name: tokenHolder, hash, subject: undefined, createdAt: undefined, grants: [{ allow: ["*"], on: ["*"] }] };
}
