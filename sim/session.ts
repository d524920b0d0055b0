import type { Engine, SeededRandom, VirtualClock } from "@flowmesh/engine";
import { BatchReader, encodeBatch, isFlowMeshError } from "@flowmesh/fabric";
import type { Expectation } from "./expectation.ts";
import type { AppendPlan, Ledger, Place, ProducerStamp, StreamChange, StreamSettings, WritePlan } from "./ledger.ts";
import { recordId } from "./survey.ts";

/** One batch of a write that is to be made. */
export interface AppendSketch {
  readonly stream: string;
  readonly partition?: number;
  readonly records?: number;
  /** Bytes of each record's value. */
  readonly bytes?: number;
  readonly expectedOffset?: number | undefined;
  readonly dedupeId?: string | undefined;
  readonly producer?: ProducerStamp | undefined;
}

export interface WriteOptions {
  readonly caller?: string;
  readonly idempotencyKey?: string | undefined;
  readonly durability?: WritePlan["durability"];
}

/** Refusals that are final: the write is not there and never will be. After others nothing is known. */
const finalReasons: ReadonlySet<string> = new Set([
  "stream_not_found",
  "partition_not_found",
  "stream_exists",
  "partitions_shrink",
  "expected_offset_mismatch",
  "producer_fenced",
  "sequence_out_of_order",
  "idempotency_key_reused",
  "idempotency_full",
  "disk_full",
  "overloaded",
  "commit_too_large",
]);

/**
 * The clients of one life of the engine: what a workload uses. Every call goes into the ledger, before it is made and when it is answered. Calls do not throw
 * for what the engine answers; they resolve with whether it was done.
 */
export class Session {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly ledger: Ledger;
  /** What was known when this life began, and what has been learnt in it. */
  readonly expectation: Expectation;
  readonly #trace: (line: string) => void;
  readonly #callers: Map<string, object> = new Map();
  readonly #cursors: Map<string, number> = new Map();
  #open = 0;

  constructor(parts: {
    engine: Engine;
    clock: VirtualClock;
    random: SeededRandom;
    ledger: Ledger;
    expectation: Expectation;
    trace: (line: string) => void;
  }) {
    this.engine = parts.engine;
    this.clock = parts.clock;
    this.random = parts.random;
    this.ledger = parts.ledger;
    this.expectation = parts.expectation;
    this.#trace = parts.trace;
  }

  /** Calls that have not been answered. */
  get openCalls(): number {
    return this.#open;
  }

  /** Sends a new write. */
  async write(sketches: readonly AppendSketch[], options: WriteOptions = {}): Promise<boolean> {
    const number = this.ledger.nextNumber();
    let record = 0;
    const appends = sketches.map((sketch) => {
      const ids = Array.from({ length: sketch.records ?? 1 }, () => `w${number}.${record++}`);
      return this.#plan(sketch, ids);
    });
    const plan: WritePlan = {
      number,
      caller: options.caller ?? "",
      appends,
      idempotencyKey: options.idempotencyKey,
      durability: options.durability ?? "always",
    };
    return this.send(plan, false);
  }

  /** Sends a write, the first time or again. */
  async send(plan: WritePlan, again = true): Promise<boolean> {
    this.#note({ kind: "asked", write: plan, wallMs: this.clock.wallMs(), again });
    this.#say(`${again ? "again" : "write"} ${describeWrite(plan)}`);
    try {
      const { position, places } = await this.#call(() => this.#commit(plan));
      this.#note({ kind: "acknowledged", write: plan.number, position, places });
      this.#say(`write ${plan.number} is at position ${position}: ${places.map(describePlace).join(", ")}`);
      return true;
    } catch (error) {
      const reason = isFlowMeshError(error) ? error.reason : String(error);
      this.#say(`write ${plan.number} is refused: ${reason}`);
      if (finalReasons.has(reason)) this.#note({ kind: "refused", write: plan.number, reason });
      else if (!isFlowMeshError(error)) throw error;
      return false;
    }
  }

  create(stream: string, settings: Partial<StreamSettings> = {}): Promise<boolean> {
    return this.#change("create", stream, { partitions: 1, retentionMs: 0, retentionBytes: 0, ...settings });
  }

  update(stream: string, settings: StreamSettings): Promise<boolean> {
    return this.#change("update", stream, settings);
  }

  delete(stream: string): Promise<boolean> {
    return this.#change("delete", stream, undefined);
  }

  /** The id of a new producer; undefined when none was given. */
  async openProducer(): Promise<number | undefined> {
    try {
      const { producerId } = await this.#call(() => this.engine.streams.openProducer({}));
      this.#note({ kind: "producer opened", producerId });
      this.#say(`producer ${producerId} opened`);
      return producerId;
    } catch (error) {
      if (!isFlowMeshError(error)) throw error;
      return undefined;
    }
  }

  /** Reads on where the last read of this partition ended. */
  async read(stream: string, partition = 0): Promise<void> {
    const name = `${stream}/${partition}`;
    try {
      const { stream: state } = await this.engine.streams.getStream({ stream });
      const bounds = state?.partitions[partition];
      if (bounds === undefined) return;
      this.#note({ kind: "bounds", stream, partition, earliest: bounds.earliestOffset, end: bounds.nextOffset });
      const offset = Math.max(this.#cursors.get(name) ?? 0, bounds.earliestOffset);
      const { batches, nextOffset } = await this.engine.streams.fetch({ stream, partition, offset });
      const reader = new BatchReader(batches, { fromOffset: offset });
      while (reader.next()) {
        this.#note({ kind: "seen", stream, partition, offset: reader.offset, id: recordId(reader.value) });
      }
      this.#cursors.set(name, nextOffset);
    } catch (error) {
      this.#cursors.delete(name);
      if (!isFlowMeshError(error)) throw error;
    }
  }

  /** Lets time pass. */
  async pass(durationMs: number): Promise<void> {
    this.#say(`${durationMs} ms pass`);
    await this.clock.advance(durationMs);
  }

  /** Waits until everything has been answered, at most so long. */
  async quiet(withinMs: number): Promise<void> {
    await this.clock.settle();
    for (let waitedMs = 0; this.#open > 0 && waitedMs < withinMs; waitedMs += 100) await this.clock.advance(100);
  }

  #plan(sketch: AppendSketch, ids: readonly string[]): AppendPlan {
    const { stream, partition = 0, bytes = 40, expectedOffset, dedupeId, producer } = sketch;
    const timestampMs = this.clock.wallMs();
    const records = ids.map((id) => ({ key: Buffer.from(stream), value: valueFor(id, bytes), timestampMs }));
    return {
      stream,
      incarnation: this.expectation.streams.get(stream)?.incarnation ?? 0,
      partition,
      ids,
      batch: encodeBatch(records, producer),
      expectedOffset,
      dedupeId,
      producer,
    };
  }

  async #commit(plan: WritePlan): Promise<{ position: number; places: Place[] }> {
    const { appends, idempotencyKey, durability } = plan;
    const caller = this.#callerOf(plan.caller);
    const [first] = appends;
    const requests = appends.map(({ stream, partition, batch, expectedOffset, dedupeId }) => {
      return { stream, partition, batch, expectedOffset, dedupeId };
    });
    if (appends.length === 1 && first !== undefined) {
      const request = { ...requests[0], idempotencyKey, durability };
      const { position, offset, duplicate } = await this.engine.streams.append(request, { caller });
      return { position, places: [{ partition: first.partition, offset, duplicate }] };
    }
    const operations = requests.map((append) => ({ append }));
    const { position, results } = await this.engine.commit({ operations, idempotencyKey, durability }, { caller });
    return { position, places: results.map(({ placements }) => placements[0]!) };
  }

  async #change(kind: StreamChange["kind"], stream: string, settings: StreamSettings | undefined): Promise<boolean> {
    const change: StreamChange = { number: this.ledger.nextNumber(), kind, stream, settings };
    this.#note({ kind: "change asked", change });
    this.#say(`${kind} ${stream} ${settings === undefined ? "" : JSON.stringify(settings)}`);
    try {
      const { position, uuid } = await this.#call(() => this.#carryOut(change));
      this.#note({ kind: "change acknowledged", change, position, uuid });
      return true;
    } catch (error) {
      const reason = isFlowMeshError(error) ? error.reason : String(error);
      this.#say(`${kind} ${stream} is refused: ${reason}`);
      if (finalReasons.has(reason)) this.#note({ kind: "change refused", change, reason });
      else if (!isFlowMeshError(error)) throw error;
      return false;
    }
  }

  async #carryOut({ kind, stream, settings }: StreamChange): Promise<{ position: number; uuid: string }> {
    const { streams } = this.engine;
    if (kind === "delete") return { position: (await streams.deleteStream({ stream })).position, uuid: "" };
    const request = {
      stream,
      partitions: settings?.partitions,
      settings: { retentionMs: settings?.retentionMs, retentionBytes: settings?.retentionBytes },
    };
    const { position, stream: done } = await (kind === "create"
      ? streams.createStream(request)
      : streams.updateStream(request));
    return { position, uuid: done?.id ?? "" };
  }

  async #call<Result>(call: () => Promise<Result>): Promise<Result> {
    this.#open++;
    try {
      return await call();
    } finally {
      this.#open--;
    }
  }

  #callerOf(name: string): object {
    if (name === "") return {};
    const caller = this.#callers.get(name) ?? {};
    this.#callers.set(name, caller);
    return caller;
  }

  #note(event: Parameters<Ledger["note"]>[0]): void {
    this.ledger.note(event);
    this.expectation.apply([event]);
  }

  #say(line: string): void {
    this.#trace(line);
  }
}

/** An id and a blank, and as many further bytes as are asked for. */
function valueFor(id: string, bytes: number): Buffer {
  return Buffer.from(`${id} `.padEnd(bytes, "."));
}

function describeWrite({ number, caller, appends, idempotencyKey, durability }: WritePlan): string {
  const parts = appends.map(({ stream, partition, ids, batch, expectedOffset, dedupeId, producer }) => {
    const extras = [
      expectedOffset === undefined ? "" : ` expecting ${expectedOffset}`,
      dedupeId === undefined ? "" : ` deduped by ${dedupeId}`,
      producer === undefined ? "" : ` of producer ${producer.producerId} from ${producer.baseSequence}`,
    ];
    return `${stream}/${partition}: ${ids.length} records, ${batch.length} bytes${extras.join("")}`;
  });
  const key = idempotencyKey === undefined ? "" : `, key ${idempotencyKey}`;
  const from = caller === "" ? "" : ` from ${caller}`;
  return `${number}${from} (${parts.join("; ")}${key}${durability === "always" ? "" : `, ${durability}`})`;
}

function describePlace({ partition, offset, duplicate }: Place): string {
  return `${partition}@${offset}${duplicate ? " already" : ""}`;
}
