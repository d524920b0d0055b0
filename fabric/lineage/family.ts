import { limits } from "@flowmesh/contract";
import { correlationId } from "./lineage-id.ts";
import { type LineageCommit, type LineageSource, type LineageThing, thingKey } from "./lineage-source.ts";

/** Which way to look, and how far. */
export interface FamilyOptions {
  readonly direction: "family" | "causes" | "effects";
  /** Generations from the first node on. */
  readonly depth: number;
}

/** Something at its place in the tree. */
export interface PlacedThing {
  readonly thing: LineageThing;
  readonly depth: number;
  /** What it was caused by. */
  readonly causes: readonly LineageThing[];
  /** The commit that wrote it, if that named causes. */
  readonly commit: LineageCommit | undefined;
}

/** Things looked at in one turn. */
const THINGS_A_TURN = 32;

/**
 * The tree of what belongs to something, each thing once and behind the one that it stands beneath. A family is looked for from the asked ones up to what began it, and
 * from there down again. A schedule, or an operation on many jobs, has caused much that has nothing to do with one another: beneath these stands only what leads to
 * the asked ones, unless they are asked for themselves.
 */
export class Family {
  /** There is more than was looked at. */
  truncated = false;
  readonly #source: LineageSource;
  readonly #options: FamilyOptions;
  /** What leads from what began it to what was asked for. */
  readonly #onTheWay = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #seen = new Set<string>();
  #looked = 0;

  constructor(source: LineageSource, options: FamilyOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** In the order of the tree, as they are asked for. */
  async *from(asked: readonly LineageThing[]): AsyncGenerator<PlacedThing> {
    const { direction } = this.#options;
    for (const thing of asked) this.#asked.add(thingKey(thing));
    // What causes one another in a ring began with nothing.
    const first = direction === "family" ? [...(await this.#roots(asked)), ...asked] : asked;
    for (const thing of first) yield* this.#beneath(thing, 0);
  }

  /** What the asked ones began with. */
  async #roots(asked: readonly LineageThing[]): Promise<LineageThing[]> {
    const roots: LineageThing[] = [];
    let generation = [...asked];
    for (const thing of asked) this.#onTheWay.add(thingKey(thing));
    for (let depth = 0; generation.length > 0; depth++) {
      const before: LineageThing[] = [];
      for (const thing of generation) {
        const { causes } = await this.#look(thing);
        if (causes.length === 0) roots.push(thing);
        else if (depth === this.#options.depth || this.#isEnough) {
          this.truncated = true;
          roots.push(thing);
        } else before.push(...causes.filter((cause) => this.#isNew(cause, this.#onTheWay)));
      }
      generation = before;
    }
    return roots;
  }

  async *#beneath(thing: LineageThing, depth: number): AsyncGenerator<PlacedThing> {
    if (!this.#isNew(thing, this.#seen)) return;
    const { causes, commit } = await this.#look(thing);
    yield { thing, depth, causes, commit };
    for (const next of this.#next(thing, causes)) {
      if (this.#seen.has(thingKey(next))) continue;
      if (depth === this.#options.depth || this.#isEnough) {
        this.truncated = true;
        return;
      }
      yield* this.#beneath(next, depth + 1);
    }
  }

  *#next(thing: LineageThing, causes: readonly LineageThing[]): Generator<LineageThing> {
    if (this.#options.direction === "causes") {
      yield* causes;
      return;
    }
    const isWhole = this.#isWhole(thing);
    for (const { effects } of this.#source.causedBy(thing)) {
      for (const effect of effects) if (isWhole || this.#onTheWay.has(thingKey(effect))) yield effect;
    }
  }

  /** Whether all that it caused is told, and not only what leads to the asked ones. */
  #isWhole(thing: LineageThing): boolean {
    const isBroad = thing.id.kind === "schedule" || thing.id.kind === "operation";
    return !isBroad || this.#options.direction === "effects" || this.#asked.has(thingKey(thing));
  }

  get #isEnough(): boolean {
    return this.#looked >= limits.lineageNodes.value;
  }

  #isNew(thing: LineageThing, among: Set<string>): boolean {
    const key = thingKey(thing);
    if (among.has(key)) return false;
    among.add(key);
    return true;
  }

  async #look(thing: LineageThing): Promise<Pick<PlacedThing, "causes" | "commit">> {
    this.#looked++;
    const look = (): Pick<PlacedThing, "causes" | "commit"> => {
      const commit = this.#source.madeBy(thing);
      const ofRetries = [...this.#source.retriedBy(thing)].flatMap(({ causes }) => causes);
      return { causes: [...causesOf(commit), ...ofRetries], commit };
    };
    return this.#looked % THINGS_A_TURN === 0 ? this.#source.turn(look) : look();
  }
}

/** What a commit was caused by; where it says nothing else, the correlation id that it belongs to. */
function causesOf(commit: LineageCommit | undefined): readonly LineageThing[] {
  if (commit === undefined) return [];
  if (commit.causes.length > 0 || commit.correlation === "") return commit.causes;
  return [{ id: correlationId(commit.correlation), resource: "" }];
}
