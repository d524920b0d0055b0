import { inspect } from "node:util";

/** What is known of something that was thrown: anything can be, also an error whose parts are no text or cannot be looked at. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** Throws never. */
export function thrownParts(thrown: unknown): Thrown {
  try {
    if (!(thrown instanceof Error)) return { name: "", message: thrownText(thrown), stack: "" };
    const { name, message, stack } = thrown as { readonly [Part in keyof Thrown]: unknown };
    return {
      name: typeof name === "string" ? name : "Error",
      message: thrownText(message),
      stack: typeof stack === "string" ? stack : "",
    };
  } catch {
    return { name: "", message: "what was thrown cannot be looked at", stack: "" };
  }
}

/** What was thrown that is no error, in words: of an object what it holds, which `String` would not tell. */
export function thrownText(thrown: unknown): string {
  return typeof thrown === "string" ? thrown : inspect(thrown, { breakLength: Number.POSITIVE_INFINITY });
}
