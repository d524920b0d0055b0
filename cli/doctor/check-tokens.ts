import { isFlowMeshError } from "@flowmesh/fabric";
import { hashOfToken, readTokensFile, type TokenEntry } from "@flowmesh/server/internal";
import type { Configuration } from "../configuration/configuration.ts";
import { asTyped } from "../output/typed-command.ts";
import { counted } from "../values/counted.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";
import { opennessOf } from "./openness.ts";

/** What else says who may call. */
export interface TokenSources {
  /** Whether somebody said where the file is. */
  readonly isNamed: boolean;
  /** The one token of the environment. */
  readonly token: string | undefined;
}

const check = "tokens";

/** Whether `start` would know who may call, and whether others can change that. */
export function checkTokens({ tokensFile, insecure }: Configuration, { isNamed, token }: TokenSources): Finding {
  if (insecure) return ok(check, "nobody is asked for one: insecure is set, and only this machine can call");
  const hasToken = token !== undefined && token !== "";
  let entries: TokenEntry[] | undefined;
  try {
    entries = readTokensFile(tokensFile);
  } catch (error) {
    if (!isFlowMeshError(error, "tokens_file_invalid")) throw error;
    return fail(check, error.message, isDenied(error) ? unreadableFix : asTyped(error.fix));
  }
  if (entries === undefined) return checkMissing(tokensFile, isNamed, hasToken);
  if (entries.length === 0 && !hasToken) {
    return fail(
      check,
      `${tokensFile} is empty, and FLOWMESH_TOKEN is not set: start refuses to run, as nobody could call`,
      makeFix(tokensFile),
    );
  }
  const listed = `${tokensFile} has ${counted(entries.length, "token")}`;
  return checkOpenness(tokensFile) ?? ok(check, hasToken ? `${listed}; ${beside(entries, token)}` : listed);
}

function beside(entries: readonly TokenEntry[], token: string): string {
  const own = `sha256:${hashOfToken(token).toString("hex")}`;
  const listed = entries.find(({ hash }) => hash === own);
  return listed === undefined ? "that of FLOWMESH_TOKEN counts too" : `that of FLOWMESH_TOKEN is ${listed.name}'s`;
}

function checkMissing(path: string, isNamed: boolean, hasToken: boolean): Finding {
  if (isNamed && hasToken)
    return warn(check, `${path} does not exist: only the token of FLOWMESH_TOKEN may call`, makeFix(path));
  if (isNamed)
    return fail(
      check,
      `${path} does not exist, and FLOWMESH_TOKEN is not set: start refuses to run, as nobody could call`,
      makeFix(path),
    );
  if (hasToken) return ok(check, "that of FLOWMESH_TOKEN alone may call");
  return ok(check, asTyped("there are none: dev asks for none, and start needs one, made by flowmesh token new"));
}

function checkOpenness(path: string): Finding | undefined {
  const openness = opennessOf(path);
  if (openness === undefined) return undefined;
  const { canWrite, fix } = openness;
  if (canWrite)
    return fail(check, `${path} can be written by other users of this machine, who can so let anybody in`, fix);
  return warn(check, `${path} can be read by other users of this machine, who so learn who may do what`, fix);
}

function makeFix(path: string): string {
  return asTyped(`make one with flowmesh token new --name admin --allow '*' --tokens ${path}, or correct the path`);
}

const unreadableFix = "run doctor as the user whose FlowMesh it is, or correct owner and mode";

function isDenied({ cause }: Error): boolean {
  return (cause as NodeJS.ErrnoException | undefined)?.code === "EACCES";
}
