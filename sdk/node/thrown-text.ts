import { inspect } from "node:util";

/** What was thrown that is no error, in words: of an object what it holds, which `String` would not tell. */
export function thrownText(thrown: unknown): string {
  return typeof thrown === "string" ? thrown : inspect(thrown, { breakLength: Number.POSITIVE_INFINITY });
}
