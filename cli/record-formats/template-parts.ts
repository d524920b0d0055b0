import { FlowMeshError } from "@flowmesh/fabric";

/** What a placeholder stands for. */
export type FieldLetter = keyof typeof placeholders;

/** How bytes are written as text. */
export type ByteText = "hex" | "base64";

/** A piece of a template: text as it stands, or a field of the record. */
export type TemplatePart =
  | { readonly literal: Buffer }
  | { readonly letter: FieldLetter; readonly byteText: ByteText | undefined };

const placeholders = {
  t: "stream",
  p: "partition",
  o: "offset",
  k: "key",
  v: "value",
  h: "headers",
  T: "time",
  m: "time in ms",
  K: "size of the key (-1: no key)",
  V: "size of the value (-1: no value)",
} as const;
const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0", "\\": "\\" };
const byteTexts: readonly string[] = ["hex", "base64"] satisfies ByteText[];

/** The placeholders of `--format`, for help. */
export const placeholderHelp: string = [
  ...Object.entries(placeholders).map(([letter, meaning]) => `%${letter} ${meaning}`),
  "%k{hex} %k{base64} %v{hex} %v{base64} their bytes as text",
  "%% a percent sign",
  "\\n \\t \\r \\0 \\xff \\\\",
].join(", ");

/** Reads a template such as `%t/%p@%o %k %v\n`. @throws FlowMeshError `field_invalid` for what means nothing in one */
export function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  for (const [token] of text.matchAll(/%[a-z]\{[^}]*\}?|%.?|\\x[\da-f]{2}|\\.?|[^%\\]+/gisu)) {
    const part = partOf(token);
    const last = parts.at(-1);
    if (last !== undefined && "literal" in last && "literal" in part) {
      parts[parts.length - 1] = { literal: Buffer.concat([last.literal, part.literal]) };
    } else parts.push(part);
  }
  return parts;
}

function partOf(token: string): TemplatePart {
  const name = token.slice(1);
  if (token.startsWith("\\")) {
    const literal = name.length === 3 ? Buffer.from(name.slice(1), "hex") : Buffer.from(escapes[name] ?? refuse(token));
    return { literal };
  }
  if (!token.startsWith("%")) return { literal: Buffer.from(token) };
  if (name === "%") return { literal: Buffer.from("%") };
  const letter = name.charAt(0);
  if (!isPlaceholder(letter)) return refuse(token);
  if (name.length === 1) return { letter, byteText: undefined };
  const form = name.slice(2, -1);
  if ((letter === "k" || letter === "v") && isByteText(form)) return { letter, byteText: form };
  return refuse(token);
}

function isPlaceholder(letter: string): letter is FieldLetter {
  return Object.hasOwn(placeholders, letter);
}

function isByteText(form: string): form is ByteText {
  return byteTexts.includes(form);
}

function refuse(token: string): never {
  const problem = `has ${JSON.stringify(token)}, which means nothing there; known are ${placeholderHelp}`;
  throw new FlowMeshError("field_invalid", { field: "--format", problem });
}
