const keptMax = 10_000;
const shownMax = 20;

/** Numbers of lines, which may come in any order, told as ranges. */
export class LineRanges {
  readonly #ranges: { first: number; last: number }[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(line: number): void {
    this.#count += 1;
    const latest = this.#ranges.at(-1);
    if (latest?.last === line - 1) latest.last = line;
    else if (this.#ranges.length < keptMax) this.#ranges.push({ first: line, last: line });
  }

  /** `lines 2-9, 12`, with as many ranges as people read and the number of lines that are left. */
  text(noun: string): string {
    const shown = this.#merged().slice(0, shownMax);
    const left = this.#count - shown.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const list = shown.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
    return `${noun}${this.#count === 1 ? "" : "s"} ${list}${left === 0 ? "" : ` and ${left} more`}`;
  }

  #merged(): { readonly first: number; readonly last: number }[] {
    const merged: { first: number; last: number }[] = [];
    for (const { first, last } of this.#ranges.toSorted((a, b) => a.first - b.first)) {
      const before = merged.at(-1);
      if (before?.last === first - 1) before.last = last;
      else merged.push({ first, last });
    }
    return merged;
  }
}
