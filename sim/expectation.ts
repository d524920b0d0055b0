import type { AppendPlan, FoundStream, LedgerEvent, Place, StreamChange, StreamSettings, WritePlan } from "./ledger.ts";

/**
 * What must be true of the installation at a moment, given what its clients asked for and were told:
 *
 * - an *acknowledged* write is there, once, where the answer said (a duplicate's answer names the first one);
 * - a *refused* one, and one that a recovery did not find, never is;
 * - an *open* one is there as a whole or not at all; a *relaxed* one, answered before its sync, too, and where its answer said;
 * - what a reader saw stays what it saw.
 */
export interface ExpectedWrite {
  readonly plan: WritePlan;
  readonly askedMs: number;
  state: "open" | "relaxed" | "acknowledged" | "refused" | "gone";
  /** One for each append, once acknowledged or found. */
  places: readonly Place[];
  position: number;
  /** Sent more than once: its order among others is not given any more. */
  isRepeated: boolean;
  /** Which life of the engine it was first sent to. */
  readonly life: number;
}

export interface ExpectedStream {
  readonly name: string;
  incarnation: number;
  /** Undefined while it is not there. */
  settings: StreamSettings | undefined;
  /** Empty while nobody was told. */
  uuid: string;
  /** Changes that were asked for and not answered. */
  readonly open: StreamChange[];
  /** All settings that may have been in force: they decide what retention may have removed. */
  readonly everPossible: StreamSettings[];
  readonly partitions: ExpectedPartition[];
}

/** What is known of a partition's records, by offset. */
export class ExpectedPartition {
  /** Ids that are known to stand at their offsets. */
  readonly ids: (string | undefined)[] = [];
  /** Batches that are known, by base offset, in order of offsets. */
  readonly batches: {
    readonly offset: number;
    readonly records: number;
    readonly bytes: number;
    readonly askedMs: number;
  }[] = [];
  /** Readers saw that nothing below was left. */
  earliest = 0;
  /** Readers saw that everything below was there. */
  end = 0;
  /** Bytes of appends that may or may not be there. */
  openBytes = 0;
}

export class Expectation {
  readonly writes: Map<number, ExpectedWrite> = new Map();
  readonly streams: Map<string, ExpectedStream> = new Map();
  /** The highest id that a producer was given. */
  producerId = 0;
  /** The highest position that a client was told. */
  position = 0;
  /** Lives that have ended. */
  lives = 0;
  /** What clients were told that cannot be true together. */
  readonly contradictions: string[] = [];
  /** How many events have been applied. */
  moment = 0;

  apply(events: readonly LedgerEvent[]): void {
    for (const event of events) this.#apply(event);
    this.moment += events.length;
  }

  /** Readers see everything up to this position: relaxed writes up to it are safe. */
  seeUpTo(position: number): void {
    for (const write of this.writes.values()) {
      if (write.state === "relaxed" && write.position <= position) this.#keep(write);
    }
  }

  /** The stream of a plan, if it is still the one it was meant for. */
  streamOf(append: AppendPlan): ExpectedStream | undefined {
    const stream = this.streams.get(append.stream);
    return stream?.incarnation === append.incarnation ? stream : undefined;
  }

  partition(stream: ExpectedStream, number: number): ExpectedPartition {
    while (stream.partitions.length <= number) stream.partitions.push(new ExpectedPartition());
    return stream.partitions[number]!;
  }

  #apply(event: LedgerEvent): void {
    switch (event.kind) {
      case "asked":
        this.#asked(event.write, event.wallMs);
        break;
      case "acknowledged":
        this.#acknowledged(event.write, event.places, event.position);
        break;
      case "refused":
        this.#settle(event.write, "refused");
        break;
      case "change asked":
        this.#changeAsked(event.change);
        break;
      case "change acknowledged":
        this.position = Math.max(this.position, event.position);
        this.#changed(event.change, event.uuid);
        break;
      case "change refused":
        this.#forgetChange(event.change);
        break;
      case "producer opened":
        this.producerId = Math.max(this.producerId, event.producerId);
        break;
      case "seen":
        this.#seen(event);
        break;
      case "bounds":
        this.#bounds(event);
        break;
      case "crashed":
        this.#crashed(event);
        break;
    }
  }

  #asked(plan: WritePlan, askedMs: number): void {
    const known = this.writes.get(plan.number);
    if (known === undefined) {
      const write = {
        plan,
        askedMs,
        state: "open",
        places: [],
        position: 0,
        isRepeated: false,
        life: this.lives,
      } as const;
      this.writes.set(plan.number, { ...write });
      this.#countOpen(plan, 1);
      return;
    }
    known.isRepeated = true;
    if (known.state === "gone") {
      known.state = "open";
      this.#countOpen(plan, 1);
    }
  }

  #countOpen(plan: WritePlan, sign: number): void {
    for (const append of plan.appends) {
      const stream = this.streamOf(append);
      if (stream !== undefined) this.partition(stream, append.partition).openBytes += sign * append.batch.length;
    }
  }

  #settle(number: number, state: "refused" | "gone"): void {
    const write = this.writes.get(number);
    if (write?.state !== "open" && write?.state !== "relaxed") return;
    write.state = state;
    this.#countOpen(write.plan, -1);
  }

  #acknowledged(number: number, places: readonly Place[], position: number): void {
    const write = this.writes.get(number)!;
    if (write.state === "acknowledged" || write.state === "relaxed") {
      const isSame = places.every(({ partition, offset }, index) => {
        const before = write.places[index]!;
        return before.partition === partition && before.offset === offset;
      });
      if (!isSame) this.contradictions.push(`doubled: write ${number} was answered with two places`);
      return;
    }
    write.places = places;
    write.position = position;
    if (write.plan.durability === "always") this.#keep(write);
    else write.state = "relaxed";
  }

  /** The write is there for good. Batches whose dedupe id was known before are not: the earlier ones are. */
  #keep(write: ExpectedWrite): void {
    this.position = Math.max(this.position, write.position);
    this.#countOpen(write.plan, -1);
    write.state = "acknowledged";
    for (const [index, append] of write.plan.appends.entries()) {
      const place = write.places[index]!;
      if (!place.duplicate || write.isRepeated) this.#place(append, place, write.askedMs);
    }
  }

  #place(append: AppendPlan, { offset }: Place, askedMs: number): void {
    const stream = this.streamOf(append);
    if (stream === undefined) return;
    const partition = this.partition(stream, append.partition);
    for (const [index, id] of append.ids.entries()) this.#know(partition, offset + index, id);
    const batch = { offset, records: append.ids.length, bytes: append.batch.length, askedMs };
    const at = partition.batches.findLastIndex((other) => other.offset <= offset) + 1;
    if (partition.batches[at - 1]?.offset !== offset) partition.batches.splice(at, 0, batch);
  }

  #changeAsked(change: StreamChange): void {
    const stream = this.streams.get(change.stream) ?? newStream(change.stream);
    this.streams.set(change.stream, stream);
    stream.open.push(change);
    if (change.settings !== undefined) stream.everPossible.push(change.settings);
    if (change.kind === "create") startIncarnation(stream, change);
  }

  #changed(change: StreamChange, uuid: string): void {
    const stream = this.streams.get(change.stream)!;
    this.#forgetChange(change);
    stream.settings = change.settings;
    if (change.kind === "create") stream.uuid = uuid;
    if (change.kind === "delete") stream.uuid = "";
  }

  #forgetChange(change: StreamChange): void {
    const { open } = this.streams.get(change.stream)!;
    const at = open.findIndex(({ number }) => number === change.number);
    if (at >= 0) open.splice(at, 1);
  }

  #seen(event: { stream: string; partition: number; offset: number; id: string }): void {
    const stream = this.streams.get(event.stream);
    if (stream !== undefined) this.#know(this.partition(stream, event.partition), event.offset, event.id);
  }

  #know(partition: ExpectedPartition, offset: number, id: string): void {
    const known = partition.ids[offset];
    if (known !== undefined && known !== id) {
      this.contradictions.push(`collision: offset ${offset} was said to be ${known} and then ${id}`);
    }
    partition.ids[offset] = id;
  }

  #bounds(event: { stream: string; partition: number; earliest: number; end: number }): void {
    const stream = this.streams.get(event.stream);
    if (stream === undefined) return;
    const partition = this.partition(stream, event.partition);
    partition.earliest = Math.max(partition.earliest, event.earliest);
    partition.end = Math.max(partition.end, event.end);
  }

  /** Recovery has decided everything that was open. */
  #crashed(event: {
    visiblePosition: number;
    kept: ReadonlyMap<number, readonly Place[]>;
    streams: ReadonlyMap<string, FoundStream>;
  }): void {
    this.seeUpTo(event.visiblePosition);
    for (const stream of this.streams.values()) {
      const found = event.streams.get(stream.name);
      stream.uuid = found?.uuid ?? "";
      stream.settings = found?.settings;
      stream.open.length = 0;
    }
    for (const [number, write] of this.writes) {
      const places = event.kept.get(number);
      if (places === undefined) this.#settle(number, "gone");
      else if (write.state !== "acknowledged") {
        write.places = places;
        this.#keep(write);
      }
    }
    this.lives++;
  }
}

function newStream(name: string): ExpectedStream {
  return { name, incarnation: 0, settings: undefined, uuid: "", open: [], everPossible: [], partitions: [] };
}

/** The name means another stream from here on, with nothing in it. */
function startIncarnation(stream: ExpectedStream, change: StreamChange): void {
  stream.incarnation = change.number;
  stream.partitions.length = 0;
  stream.everPossible.length = 0;
  if (change.settings !== undefined) stream.everPossible.push(change.settings);
}
