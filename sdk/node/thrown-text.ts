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

/** Causes of an error that are told, one behind the other, and of those of several errors together. */
const causesMax = 4;

/** What caused an error, as Node.js prints it beside the error: its causes one behind the other, and the errors that one stands for. Throws never. */
export function causesOf(thrown: unknown): Thrown[] {
  const causes: Thrown[] = [];
  const look = (error: unknown): void => {
    if (!(error instanceof Error)) return;
    const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: unknown };
    for (const each of [...(Array.isArray(errors) ? errors : []), ...(cause === undefined ? [] : [cause])]) {
      if (causes.length === causesMax) return;
      causes.push(thrownParts(each));
      look(each);
    }
  };
  try {
    look(thrown);
  } catch {
    // They cannot be looked at.
  }
  return causes;
}

/** What was thrown that is no error, in words: of an object what it holds, which `String` would not tell. */
export function thrownText(thrown: unknown): string {
  return typeof thrown === "string" ? thrown : inspect(thrown, { breakLength: Number.POSITIVE_INFINITY });
}
