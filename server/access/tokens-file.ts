import { type AnyMethod, methods } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { fileProblem } from "@flowmesh/fabric/internal";
import { readSettingsFile } from "../read-settings-file.ts";
import { type Grant, isNamed } from "./grants.ts";

/**
 * One of those who may call, in the tokens file: known by a token, of which the file has the hash, or by the subject of a client certificate.
 *
 *     { "tokens": [
 *       { "name": "orders", "hash": "sha256:…", "createdAt": "2026-11-03T09:00:00.000Z",
 *         "grants": [ { "allow": ["streams:publish"], "on": ["orders-*"] } ] },
 *       { "name": "billing", "subject": "CN=billing,O=Example", "grants": [ { "allow": ["*"], "on": ["*"] } ] } ] }
 */
export interface TokenEntry {
  readonly name: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly hash: string | undefined;
  /** `CN=billing,O=Example`: what must stand in the certificate's subject. */
  readonly subject: string | undefined;
  readonly createdAt: string | undefined;
  readonly grants: readonly Grant[];
}

/** Every permission that a method asks for. */
export const knownPermissions: readonly string[] = [
  ...new Set((Object.values(methods) as AnyMethod[]).map(({ permission }) => permission)),
]
  .filter((permission) => permission !== "")
  .sort();

/** The entries of the file; undefined when there is no file. @throws FlowMeshError `tokens_file_invalid` */
export function readTokensFile(path: string): TokenEntry[] | undefined {
  let text: string;
  try {
    text = readSettingsFile(path).toString("utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const problem = `it cannot be read: ${fileProblem(cause)}`;
    throw new FlowMeshError("tokens_file_invalid", { path, problem }, { cause });
  }
  return parseTokens(text, path);
}

/** @throws FlowMeshError `tokens_file_invalid`, naming the place in the file */
export function parseTokens(text: string, path: string): TokenEntry[] {
  const refuse = (problem: string): never => {
    throw new FlowMeshError("tokens_file_invalid", { path, problem });
  };
  const content = parseJson(text, refuse);
  const { tokens } = objectOf(content, "the content", ["tokens"], refuse);
  if (!Array.isArray(tokens)) return refuse(`it has no list "tokens"`);
  const entries = tokens.map((entry, at) => entryOf(entry, `tokens[${at}]`, refuse));
  checkUnique(entries, "name", refuse);
  checkUnique(entries, "hash", refuse);
  checkUnique(entries, "subject", refuse);
  return entries;
}

/** The file's text. */
export function formatTokens(tokens: readonly TokenEntry[]): string {
  return `${JSON.stringify({ tokens }, undefined, 2)}\n`;
}

/** Why this is no permission that could be granted; undefined when it is one. */
export function problemOfPermission(text: string): string | undefined {
  const isForm = text === "*" || /^(\*|[a-z]+):(\*|[a-z]+)$/.test(text);
  if (isForm && knownPermissions.some((permission) => isNamed(permission, text))) return undefined;
  const ofKind = knownPermissions.filter((permission) => permission.startsWith(`${text.split(":")[0]}:`));
  const there = ofKind.length > 0 ? ofKind : knownPermissions;
  return `is ${JSON.stringify(text)}, which is no permission; there are ${there.join(", ")}, and * for the kind, the verb or both`;
}

/** Why this is no pattern of names; undefined when it is one. */
export function problemOfPattern(text: string): string | undefined {
  if (/^@?[\w.*-]{1,249}$/.test(text)) return undefined;
  return `is ${JSON.stringify(text)}, which is no pattern of names: letters, digits, . _ - and * for any of them, behind an @ the dead letters of groups`;
}

type Refuse = (problem: string) => never;

function entryOf(value: unknown, place: string, refuse: Refuse): TokenEntry {
  const { name, hash, subject, createdAt, grants } = objectOf(
    value,
    place,
    ["name", "hash", "subject", "createdAt", "grants"],
    refuse,
  );
  if (typeof name !== "string" || !/^[\w.@-]{1,100}$/.test(name))
    return refuse(`${place}.name must be 1 to 100 letters, digits and . _ @ -`);
  if ((hash === undefined) === (subject === undefined))
    return refuse(`${place} must have either "hash", of a token, or "subject", of a client certificate`);
  if (hash !== undefined && (typeof hash !== "string" || !/^sha256:[\da-f]{64}$/.test(hash)))
    return refuse(`${place}.hash must be sha256: and 64 hexadecimal digits; flowmesh token new makes it`);
  if (subject !== undefined && (typeof subject !== "string" || !/^[A-Za-z]+=[^,=]+(,[A-Za-z]+=[^,=]+)*$/.test(subject)))
    return refuse(`${place}.subject must be of the form CN=name,O=organisation`);
  if (createdAt !== undefined && typeof createdAt !== "string") return refuse(`${place}.createdAt must be text`);
  if (!Array.isArray(grants) || grants.length === 0) return refuse(`${place}.grants must be a list that is not empty`);
  return {
    name,
    hash,
    subject,
    createdAt,
    grants: grants.map((grant, at) => grantOf(grant, `${place}.grants[${at}]`, refuse)),
  };
}

function grantOf(value: unknown, place: string, refuse: Refuse): Grant {
  const { allow, on = ["*"] } = objectOf(value, place, ["allow", "on"], refuse);
  return {
    allow: textsOf(allow, `${place}.allow`, problemOfPermission, refuse),
    on: textsOf(on, `${place}.on`, problemOfPattern, refuse),
  };
}

function textsOf(
  value: unknown,
  place: string,
  problemOf: (text: string) => string | undefined,
  refuse: Refuse,
): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return refuse(`${place} must be a list that is not empty`);
  for (const [at, text] of value.entries()) {
    const problem = typeof text === "string" ? problemOf(text) : "must be text";
    if (problem !== undefined) refuse(`${place}[${at}] ${problem}`);
  }
  return value;
}

function objectOf(
  value: unknown,
  place: string,
  known: readonly string[],
  refuse: Refuse,
): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(`${place} must be an object`);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) refuse(`${place} has ${JSON.stringify(unknown)}; known are ${known.join(", ")}`);
  return value as Readonly<Record<string, unknown>>;
}

function parseJson(text: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words would show what stands in the file.
    return refuse("it is not JSON");
  }
}

function checkUnique(entries: readonly TokenEntry[], key: "name" | "hash" | "subject", refuse: Refuse): void {
  const seen = new Map<string, number>();
  for (const [at, entry] of entries.entries()) {
    const value = entry[key];
    if (value === undefined) continue;
    const first = seen.get(value);
    if (first !== undefined) refuse(`tokens[${at}] has the same ${key} as tokens[${first}]`);
    seen.set(value, at);
  }
}
