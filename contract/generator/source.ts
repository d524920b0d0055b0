/** A doc comment for a declaration, indented, or nothing when there is nothing to say. Each entry is a paragraph. */
export function docComment(indent: string, ...paragraphs: readonly string[]): string {
  const lines = paragraphs
    .filter((paragraph) => paragraph !== "")
    .join("\n\n")
    .replaceAll("*/", "* /")
    .split("\n");
  if (lines.length === 1) return lines[0] === "" ? "" : `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

export const generatedHeader = "// Generated from contract/ by `make generate`. Do not edit.\n";

/** Text as a TypeScript string. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** `record_value_bytes` as `recordValueBytes`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A file that the generator writes, with its path below the repository's root. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}
