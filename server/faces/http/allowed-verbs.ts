/** Which verbs each path takes, for the answers that are not a route's: 405, and OPTIONS. */
export class AllowedVerbs {
  readonly #routes: { readonly segments: readonly string[]; readonly verbs: Set<string> }[] = [];

  add(path: string, verb: string): void {
    const segments = path.split("/");
    const known = this.#routes.find((route) => route.segments.join("/") === path);
    if (known === undefined) this.#routes.push({ segments, verbs: new Set([verb, "OPTIONS"]) });
    else known.verbs.add(verb);
  }

  /** The verbs of a path without its query, sorted; empty when there is no such path. */
  of(path: string): string[] {
    const segments = path.split("/");
    const verbs = new Set<string>();
    for (const route of this.#routes) {
      if (matches(route.segments, segments)) for (const verb of route.verbs) verbs.add(verb);
    }
    return [...verbs].sort();
  }
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  const takesRest = pattern.at(-1) === "*";
  if (takesRest ? segments.length < pattern.length : segments.length !== pattern.length) return false;
  return pattern.every(
    (part, index) => part === segments[index] || part === "*" || (part.startsWith(":") && segments[index] !== ""),
  );
}
