/** A fenced block of a Markdown text. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** What the block takes for granted, from a comment `<!-- given: ... -->` in the line before it, which readers do not see. */
  readonly given: string;
}

/** All fenced blocks, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const fences = markdown.matchAll(/(?:^<!-- given: ([^\n]*) -->\n)?^```(\w*)\n(.*?)^```$/gms);
  return [...fences].map(([, given = "", language = "", code = ""]) => ({ language, code, given }));
}

/** Blocks of one page as one module: imports first, each block in a scope of its own, on a mesh that is there from the beginning and closed at the end. */
export function moduleOf(blocks: readonly CodeBlock[]): string {
  const imports = new Set(['import { connect } from "@flowmesh/client";']);
  const scopes = blocks.map(({ code, given }) => {
    const lines = code.split("\n");
    for (const line of lines.filter(isImport)) imports.add(line);
    return `{\n${given}\n${lines.filter((line) => !isImport(line)).join("\n")}\n}`;
  });
  return [...imports, "const mesh = await connect();", ...scopes, "await mesh.close();", ""].join("\n");
}

function isImport(line: string): boolean {
  return line.startsWith("import ");
}
