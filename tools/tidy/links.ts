import { posix } from "node:path";
import type { Repository } from "./repository.ts";
import type { Finding, Rule } from "./rule.ts";

export const links: Rule = {
  promise: "relative links in Markdown lead to a file, and to a heading in it",
  check: (repository) =>
    [...repository.texts.keys()].filter((path) => path.endsWith(".md")).flatMap((path) => checkFile(repository, path)),
};

function checkFile(repository: Repository, path: string): Finding[] {
  const lines = withoutCode(repository.texts.get(path) ?? "").split("\n");
  return lines.flatMap((text, index) =>
    targets(text).flatMap((target) => {
      const problem = problemOf(repository, path, target);
      return problem === undefined ? [] : [{ path, line: index + 1, problem, remedy: "Correct the link" }];
    }),
  );
}

/** Blanks code, so that lines keep their numbers. */
function withoutCode(text: string): string {
  return text
    .replace(/^(```|~~~).*?^\1/gms, (block) => block.replace(/[^\n]/g, " "))
    .replace(/`[^`\n]*`/g, (code) => (code.includes("](") ? " " : code));
}

function targets(text: string): string[] {
  const inline = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
  const attributes = [...text.matchAll(/\b(?:href|src)="([^"]+)"/g)];
  const definitions = [...text.matchAll(/^\s*\[[^\]]+\]:\s*(\S+)/g)];
  return [...inline, ...attributes, ...definitions]
    .map(([, target]) => target ?? "")
    .filter((target) => !/^([a-z][a-z+.-]*:|\/\/)/i.test(target));
}

function problemOf(repository: Repository, path: string, target: string): string | undefined {
  const [file = "", anchor] = target.split("#");
  const linked = file === "" ? path : posix.join(posix.dirname(path), decodeURI(file)).replace(/\/$/, "");
  if (linked.startsWith("..")) return `${target} leads out of the repository`;
  if (linked !== "." && !repository.hasPath(linked)) return `${target} leads nowhere`;
  const text = repository.texts.get(linked);
  if (anchor === undefined || anchor === "" || text === undefined || !linked.endsWith(".md")) return undefined;
  return anchors(text).has(anchor) ? undefined : `${linked} has no heading #${anchor}`;
}

function anchors(markdown: string): Set<string> {
  const found = new Set<string>();
  const counts = new Map<string, number>();
  for (const [, heading = ""] of withoutCode(markdown).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    found.add(count === 0 ? slug : `${slug}-${count}`);
  }
  for (const [, id] of markdown.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) found.add(id ?? "");
  return found;
}
