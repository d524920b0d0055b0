import { NamePattern } from "./name-pattern.ts";

/** What somebody may do, as the tokens file says it. */
export interface Grant {
  /** Permissions, `<kind>:<verb>`; `*` for the kind, the verb or both means every one. */
  readonly allow: readonly string[];
  /** Patterns of the names of resources. */
  readonly on: readonly string[];
}

/**
 * On what a permission is needed.
 *
 *   one     the resource of this name
 *   prefix  every resource whose name begins so; of the empty prefix, all
 *   any     some resource, whichever: the call touches none
 */
export interface Need {
  readonly permission: string;
  readonly on: "one" | "prefix" | "any";
  readonly name: string;
}

/** All that one identity may do. */
export class Grants {
  readonly #grants: readonly Grant[];
  /** For each permission that was asked for, on what it is granted. */
  readonly #patterns: Map<string, readonly NamePattern[]> = new Map();

  constructor(grants: readonly Grant[]) {
    this.#grants = grants;
  }

  permit({ permission, on, name }: Need): boolean {
    const patterns = this.#patternsOf(permission);
    if (on === "any") return patterns.length > 0;
    if (on === "one") return patterns.some((pattern) => pattern.matches(name));
    return patterns.some((pattern) => pattern.matchesAllWith(name));
  }

  #patternsOf(permission: string): readonly NamePattern[] {
    const known = this.#patterns.get(permission);
    if (known !== undefined) return known;
    const patterns = this.#grants
      .filter(({ allow }) => allow.some((allowed) => isIncluded(permission, allowed)))
      .flatMap(({ on }) => on.map((text) => new NamePattern(text)));
    this.#patterns.set(permission, patterns);
    return patterns;
  }
}

/**
 * Whether what was granted, perhaps with `*`, includes this permission. Who may do anything with a resource may look at what it is like: a publisher must know
 * its partitions.
 */
function isIncluded(permission: string, granted: string): boolean {
  const [, verb] = permission.split(":");
  return isNamed(permission, granted) || (verb === "get" && isNamed(permission, `${granted.split(":")[0]}:get`));
}

/** Whether these are the words for this permission, perhaps with `*`. */
export function isNamed(permission: string, words: string): boolean {
  if (words === "*") return true;
  const [kind, verb] = permission.split(":");
  const [namedKind, namedVerb] = words.split(":");
  return (namedKind === "*" || namedKind === kind) && (namedVerb === "*" || namedVerb === verb);
}
