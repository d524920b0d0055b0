import { createHash, randomBytes } from "node:crypto";
import { limits } from "@flowmesh/contract";

/** So that a token is known for one wherever it turns up, in a log or a repository. */
const tokenPrefix = "fm_";
const secretBytes = 32;
/** Shorter ones that people make up can be guessed. */
export const tokenCharactersMin = 20;

/** A token that nobody can guess: 256 random bits. */
export function newToken(): string {
  return `${tokenPrefix}${randomBytes(secretBytes).toString("base64url")}`;
}

/** What is kept of a token. A plain hash will do: there are too many tokens to try. */
export function hashOfToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** Why this cannot be a token; undefined when it can. The token itself is not in the text. */
export function problemOfToken(token: string): string | undefined {
  if (token.length > limits.tokenBytes.value) return `it has more than ${limits.tokenBytes.value} characters`;
  if (token.length < tokenCharactersMin) return `it has fewer than ${tokenCharactersMin} characters`;
  return /^[\w.~+/=-]+$/.test(token) ? undefined : "it has characters other than letters, digits and -._~+/=";
}
