/** Which names of resources are meant: `*` stands for any characters, also none; everything else for itself. */
export class NamePattern {
  readonly text: string;
  readonly #parts: readonly string[];

  constructor(text: string) {
    this.text = text;
    this.#parts = text.split("*");
  }

  /** Whether the name is one of those. Takes time in proportion to its length, whatever the pattern. */
  matches(name: string): boolean {
    const [first, ...rest] = this.#parts as [string, ...string[]];
    const last = rest.pop();
    if (last === undefined) return name === first;
    if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
    const end = name.length - last.length;
    let at = first.length;
    for (const part of rest) {
      const found = name.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  }

  /** Whether every name that begins so is one of those. */
  matchesAllWith(prefix: string): boolean {
    const [first, rest] = this.#parts as [string, string | undefined];
    return this.#parts.length === 2 && rest === "" && prefix.startsWith(first);
  }
}
