import type { JobSlots } from "./job-slots.ts";

/**
 * Heaps of slots: of each limit key the jobs that may be handed out, the highest priority first, then the lowest offset. They are leftist heaps, whose nodes lie in flat
 * columns beside the slots: adding and removing any of them takes a time that grows with the logarithm of their number. A slot is named by its number + 1; 0: none.
 */
export class ReadyHeaps {
  readonly #slots: JobSlots;
  #left = new Uint32Array(1);
  #right = new Uint32Array(1);
  #parent = new Uint32Array(1);
  /** How far it is to the nearest node without a right child; 0: no node. */
  #rank = new Uint8Array(1);

  constructor(slots: JobSlots) {
    this.#slots = slots;
  }

  /** Bytes of memory that they take. */
  get bytes(): number {
    return 13 * this.#left.length;
  }

  /** Adds a node to the heap of a root; returns its root from now on. */
  add(root: number, node: number): number {
    if (node >= this.#left.length) this.#grow();
    this.#left[node] = 0;
    this.#right[node] = 0;
    this.#parent[node] = 0;
    this.#rank[node] = 1;
    return this.#meld(root, node);
  }

  /** Removes a node of the heap of a root; returns its root from now on. */
  remove(root: number, node: number): number {
    const parent = this.#parent[node] as number;
    const children = this.#meld(this.#left[node] as number, this.#right[node] as number);
    if (children !== 0) this.#parent[children] = parent;
    if (parent === 0) return children;
    if (this.#left[parent] === node) this.#left[parent] = children;
    else this.#right[parent] = children;
    for (let at = parent; at !== 0; at = this.#parent[at] as number) if (!this.#balance(at)) break;
    return root;
  }

  /** How many nodes go before one; at most so many are counted. */
  before(root: number, node: number, most: number): number {
    const open = root === 0 ? [] : [root];
    let count = 0;
    for (let at = open.pop(); at !== undefined && count < most; at = open.pop()) {
      if (!this.#isBefore(at, node)) continue;
      count++;
      for (const child of [this.#left[at], this.#right[at]]) if (child) open.push(child);
    }
    return count;
  }

  /** Makes one heap of two: their right spines, which are short, are merged. */
  #meld(first: number, second: number): number {
    if (first === 0 || second === 0) return first + second;
    let [a, b] = this.#isBefore(second, first) ? [second, first] : [first, second];
    const root = a;
    let tail = a;
    for (a = this.#right[tail] as number; a !== 0; a = this.#right[tail] as number) {
      if (this.#isBefore(b, a)) [a, b] = [b, a];
      this.#hang(tail, a);
      tail = a;
    }
    this.#hang(tail, b);
    this.#parent[root] = 0;
    for (let at = tail; at !== 0; at = this.#parent[at] as number) this.#balance(at);
    return root;
  }

  #hang(parent: number, child: number): void {
    this.#right[parent] = child;
    this.#parent[child] = parent;
  }

  /** Puts the shallower child to the right; says whether anything changed. */
  #balance(node: number): boolean {
    const [left, right] = [this.#left[node] as number, this.#right[node] as number];
    const isTurned = (this.#rank[left] as number) < (this.#rank[right] as number);
    if (isTurned) {
      this.#left[node] = right;
      this.#right[node] = left;
    }
    const rank = (this.#rank[isTurned ? left : right] as number) + 1;
    const isChanged = isTurned || rank !== this.#rank[node];
    this.#rank[node] = rank;
    return isChanged;
  }

  #isBefore(node: number, other: number): boolean {
    const { priority, offset } = this.#slots;
    const by = (priority[node - 1] as number) - (priority[other - 1] as number);
    return by > 0 || (by === 0 && (offset[node - 1] as number) < (offset[other - 1] as number));
  }

  /** As much room as there is for slots. */
  #grow(): void {
    const length = this.#slots.offset.length + 1;
    this.#left = grown(this.#left, new Uint32Array(length));
    this.#right = grown(this.#right, new Uint32Array(length));
    this.#parent = grown(this.#parent, new Uint32Array(length));
    this.#rank = grown(this.#rank, new Uint8Array(length));
  }
}

function grown<Column extends Uint32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
