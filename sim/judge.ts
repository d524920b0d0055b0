import type { Expectation, ExpectedPartition, ExpectedStream, ExpectedWrite } from "./expectation.ts";
import type { Place, StreamSettings } from "./ledger.ts";
import type { Survey, SurveyedPartition, SurveyedStream } from "./survey.ts";

/** The moment that a survey is held against. */
export interface Judged {
  readonly expectation: Expectation;
  /** Position up to which readers saw everything. */
  readonly visiblePosition: number;
  readonly wallMs: number;
  /** Only the process ended: what was written is there, synced or not. Default: the power went. */
  readonly isKilled?: boolean;
}

/** What the survey violates, each with its kind first (`lost`, `doubled`, ...), and what it says of the writes that were open. */
export interface Judgement {
  readonly violations: readonly string[];
  /** Open writes that are there, with their places. */
  readonly kept: ReadonlyMap<number, readonly Place[]>;
}

/** Holds what a recovered engine shows against what its clients know. */
export function judge(survey: Survey, { expectation, visiblePosition, wallMs, isKilled = false }: Judged): Judgement {
  const judging = new Judging(survey, expectation, wallMs, isKilled);
  judging.positions(Math.max(visiblePosition, expectation.position));
  judging.streams();
  judging.openWrites();
  return { violations: judging.violations, kept: judging.kept };
}

/** A record of a write that may be there or not: the write, which of its appends, and which record of that. */
interface OpenRecord {
  readonly write: ExpectedWrite;
  readonly append: number;
  readonly record: number;
}

/** Where the records of such a write were found: the base offset of each append. */
interface Found {
  readonly offsets: Map<number, number>;
  records: number;
}

class Judging {
  readonly violations: string[];
  readonly kept: Map<number, Place[]> = new Map();
  readonly #survey: Survey;
  readonly #expectation: Expectation;
  readonly #wallMs: number;
  readonly #isKilled: boolean;
  readonly #openRecords: Map<string, OpenRecord> = new Map();
  readonly #found: Map<number, Found> = new Map();

  constructor(survey: Survey, expectation: Expectation, wallMs: number, isKilled: boolean) {
    this.#survey = survey;
    this.#expectation = expectation;
    this.#wallMs = wallMs;
    this.#isKilled = isKilled;
    this.violations = [...expectation.contradictions, ...survey.anomalies];
    for (const write of expectation.writes.values()) if (isOpen(write)) this.#expectOpen(write);
  }

  positions(known: number): void {
    const { visiblePosition } = this.#survey;
    if (visiblePosition < known)
      this.#say(`lost: the log ends at position ${visiblePosition}, and ${known} was visible`);
  }

  streams(): void {
    for (const stream of this.#expectation.streams.values()) {
      const surveyed = this.#survey.streams.get(stream.name);
      if (surveyed === undefined) this.#absent(stream);
      else this.#present(stream, surveyed);
    }
    for (const name of this.#survey.streams.keys()) {
      if (!this.#expectation.streams.has(name)) this.#say(`phantom: stream ${name} was never asked for`);
    }
  }

  openWrites(): void {
    for (const write of this.#expectation.writes.values()) if (isOpen(write)) this.#openWrite(write);
    this.#prefixes();
  }

  #expectOpen(write: ExpectedWrite): void {
    for (const [append, { ids }] of write.plan.appends.entries()) {
      for (const [record, id] of ids.entries()) this.#openRecords.set(id, { write, append, record });
    }
  }

  #absent(stream: ExpectedStream): void {
    const mayBeGone = stream.settings === undefined || stream.open.some(({ kind }) => kind === "delete");
    if (!mayBeGone) this.#say(`lost: stream ${stream.name}`);
  }

  #present(stream: ExpectedStream, surveyed: SurveyedStream): void {
    const mayBeThere = stream.settings !== undefined || stream.open.some(({ kind }) => kind === "create");
    if (!mayBeThere) this.#say(`resurrected: stream ${stream.name} had been deleted`);
    if (stream.uuid !== "" && stream.uuid !== surveyed.uuid) this.#say(`lost: ${stream.name} is another stream now`);
    const possible = [stream.settings, ...stream.open.map(({ settings }) => settings)];
    if (!possible.some((settings) => settings !== undefined && isSame(settings, surveyed.settings))) {
      this.#say(`lost: settings of ${stream.name} are ${JSON.stringify(surveyed.settings)}`);
    }
    for (const [number, partition] of surveyed.partitions.entries()) {
      this.#partition(stream, number, this.#expectation.partition(stream, number), partition);
    }
  }

  #partition(stream: ExpectedStream, number: number, expected: ExpectedPartition, surveyed: SurveyedPartition): void {
    const where = `${stream.name}/${number}`;
    const { earliest, end, ids } = surveyed;
    if (earliest < expected.earliest)
      this.#say(`resurrected: ${where} begins at ${earliest} again, not at ${expected.earliest}`);
    const known = Math.max(expected.end, expected.ids.length);
    if (end < known) this.#say(`lost: ${where} ends at ${end}, and ${known} was known`);
    if (earliest > 0) this.#trimmed(where, stream, expected, earliest);
    const seen = new Set<string>();
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index];
      if (id === undefined) continue;
      const offset = earliest + index;
      const wanted = expected.ids[offset];
      if (seen.has(id)) this.#say(`doubled: ${id} stands twice in ${where}, again at ${offset}`);
      seen.add(id);
      const open = this.#openRecords.get(id);
      if (open !== undefined) this.#foundOpen(open, stream, number, id, offset);
      else if (wanted === undefined) this.#unknown(stream, number, id, offset);
      if (wanted !== undefined && wanted !== id)
        this.#say(`collision: ${where} has ${id} at ${offset}, where ${wanted} was`);
    }
  }

  /** Retention may have removed what was old or too much, and nothing else. */
  #trimmed(where: string, stream: ExpectedStream, expected: ExpectedPartition, earliest: number): void {
    let bytes = expected.openBytes;
    for (let index = expected.batches.length - 1; index >= 0; index--) {
      const batch = expected.batches[index]!;
      bytes += batch.bytes;
      if (batch.offset + batch.records > earliest) continue;
      const mayGo = stream.everPossible.some(
        ({ retentionMs, retentionBytes }) =>
          (retentionMs > 0 && batch.askedMs < this.#wallMs - retentionMs + clockToleranceMs) ||
          (retentionBytes > 0 && bytes > retentionBytes),
      );
      if (!mayGo) this.#say(`lost: ${where} begins at ${earliest}, and the batch at ${batch.offset} was to be kept`);
      return;
    }
  }

  /** A record that nobody knew to be there, and that belongs to no open write. */
  #unknown(stream: ExpectedStream, number: number, id: string, offset: number): void {
    const write = this.#expectation.writes.get(Number.parseInt(id.slice(1), 10));
    const kind = write === undefined ? "phantom" : write.state === "acknowledged" ? "doubled" : "resurrected";
    this.#say(`${kind}: ${stream.name}/${number} has ${id} at ${offset}; its write is ${write?.state ?? "unknown"}`);
  }

  #foundOpen(
    { write, append, record }: OpenRecord,
    stream: ExpectedStream,
    number: number,
    id: string,
    offset: number,
  ): void {
    const plan = write.plan.appends[append]!;
    const isHere = plan.stream === stream.name && plan.partition === number && plan.incarnation === stream.incarnation;
    if (!isHere) this.#say(`misplaced: ${id} stands in ${stream.name}/${number} at ${offset}`);
    const found = this.#found.get(write.plan.number) ?? { offsets: new Map<number, number>(), records: 0 };
    this.#found.set(write.plan.number, found);
    found.records++;
    const base = offset - record;
    if ((found.offsets.get(append) ?? base) !== base)
      this.#say(`torn: ${id} stands at ${offset}, apart from its batch`);
    found.offsets.set(append, base);
  }

  /** All of it or nothing, among the streams that are still there. */
  #openWrite(write: ExpectedWrite): void {
    const { plan } = write;
    const found = this.#found.get(plan.number);
    let expected = 0;
    for (const append of plan.appends) if (this.#mayHold(append)) expected += append.ids.length;
    const isThere = found !== undefined && found.records > 0;
    if (isThere && found.records !== expected) {
      this.#say(`half visible: write ${plan.number} has ${found.records} of its ${expected} records`);
    }
    if (write.state === "relaxed" && expected > 0) this.#relaxedWrite(write, found);
    if (!isThere) return;
    const places = plan.appends.map(({ partition }, index) => {
      return { partition, offset: found.offsets.get(index) ?? 0, duplicate: false };
    });
    this.kept.set(plan.number, places);
  }

  /** It is there exactly if the log reaches so far, which it does where only the process ended after the write. */
  #relaxedWrite({ plan, position, places }: ExpectedWrite, found: Found | undefined): void {
    const isReached = position <= this.#survey.visiblePosition;
    if ((found !== undefined) !== isReached) this.#say(`lost: write ${plan.number} from within the log`);
    if (!isReached && this.#isKilled && plan.durability === "interval") {
      this.#say(`lost: write ${plan.number} had been written before the process ended`);
    }
    if (found !== undefined && !isAt(places, found))
      this.#say(`reordered: write ${plan.number} is not where its answer said`);
  }

  #mayHold({ stream, incarnation }: { stream: string; incarnation: number }): boolean {
    const expected = this.#expectation.streams.get(stream);
    return expected?.incarnation === incarnation && this.#survey.streams.has(stream);
  }

  /** Of what one caller sent without waiting, a power cut takes the end: an earlier write is not missing where a later one is there. */
  #prefixes(): void {
    const missing = new Map<string, number>();
    for (const { plan, state, isRepeated, life } of this.#expectation.writes.values()) {
      if (state !== "open" || isRepeated || life !== this.#expectation.lives || plan.caller === "") continue;
      if (!cannotBeRefused(plan) || !plan.appends.every((append) => this.#mayHold(append))) continue;
      const earlier = missing.get(plan.caller);
      if (!this.kept.has(plan.number)) missing.set(plan.caller, plan.number);
      else if (earlier !== undefined)
        this.#say(`reordered: write ${plan.number} is there, and ${earlier} before it is not`);
    }
  }

  #say(violation: string): void {
    this.violations.push(violation);
  }
}

/** Between the asking and the commit no more time passes than a workload lets pass. */
const clockToleranceMs = 1;

function isOpen({ state }: ExpectedWrite): boolean {
  return state === "open" || state === "relaxed";
}

function cannotBeRefused({ appends, idempotencyKey }: ExpectedWrite["plan"]): boolean {
  return (
    idempotencyKey === undefined &&
    appends.every(({ expectedOffset, producer, dedupeId }) => (expectedOffset ?? producer ?? dedupeId) === undefined)
  );
}

function isAt(places: readonly Place[], found: Found): boolean {
  return places.every(({ offset }, index) => (found.offsets.get(index) ?? offset) === offset);
}

function isSame(one: StreamSettings, other: StreamSettings): boolean {
  return (
    one.partitions === other.partitions &&
    one.retentionMs === other.retentionMs &&
    one.retentionBytes === other.retentionBytes
  );
}
