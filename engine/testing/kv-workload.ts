import assert from "node:assert/strict";
import type { CommitResponse, OperationInit } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { Engine } from "../engine.ts";

/** One step of a workload that is of KV. Buckets and keys are few and named by numbers, so that steps meet. */
export type KvStep =
  | {
      readonly kind: "make bucket" | "delete bucket";
      readonly bucket: number;
      readonly history: number;
      readonly ttlMs: number;
    }
  | {
      readonly kind: "entries";
      readonly bucket: number;
      readonly writes: readonly KvWrite[];
      readonly idempotencyKey: number | undefined;
      readonly durability: "always" | "interval" | "memory";
    };

export interface KvWrite {
  readonly what: "put" | "delete" | "increment";
  readonly key: number;
  readonly bytes: number;
  readonly ttlMs: number | undefined;
  readonly expects: "anything" | "nothing" | "what is there";
}

/** What of an entry was acknowledged; without a value it was deleted. */
interface ModelEntry {
  readonly revision: number;
  readonly value: string | undefined;
}

interface ModelBucket {
  /** Of its creation. */
  readonly position: number;
  readonly entries: Map<string, ModelEntry>;
}

type Answer = <Result>(call: Promise<Result>) => Promise<Result | undefined>;

/** Runs the steps of KV, and checks what an engine says against what it has acknowledged. */
export class KvWorkload {
  readonly #buckets = new Map<string, ModelBucket>();
  readonly #answer: Answer;
  #written = 0;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  async step(engine: Engine, step: KvStep): Promise<void> {
    const { kv } = engine;
    const bucket = `bucket-${step.bucket}`;
    if (step.kind === "entries") return this.#write(engine, bucket, step);
    if (step.kind === "delete bucket") {
      await this.#answer(kv.deleteBucket({ bucket }));
      this.#buckets.delete(bucket);
    } else {
      const settings = { history: step.history, ttlMs: step.ttlMs };
      const made = await this.#answer(kv.createBucket({ bucket, settings }));
      if (made === undefined) await this.#answer(kv.updateBucket({ bucket, settings }));
      else this.#buckets.set(bucket, { position: made.position, entries: new Map() });
    }
  }

  /** Every entry is as it was acknowledged last, unless its time is over; lists and watches say the same. */
  async check({ kv }: Engine): Promise<void> {
    for (const [bucket, { entries }] of this.#buckets) {
      const found = new Map<string, string>();
      for (const [key, { revision, value }] of entries) {
        const { entry } = await kv.get({ bucket, key }).catch(absent);
        if (entry === undefined) continue;
        assert.deepEqual([entry.revision, text(entry.value)], [revision, value], `${bucket}/${key}`);
        found.set(key, value ?? "");
      }
      const listed = await kv.listEntries({ bucket });
      assert.deepEqual(new Map(listed.entries.map(({ key, value }) => [key, text(value)])), sorted(found));
      const watched = new Map<string, string>();
      for await (const { changes, caughtUp } of kv.watch({ bucket })) {
        for (const { key, value } of changes) watched.set(key, text(value));
        if (caughtUp) break;
      }
      assert.deepEqual(sorted(watched), sorted(found));
    }
  }

  async #write(engine: Engine, bucket: string, step: KvStep & { kind: "entries" }): Promise<void> {
    const model = this.#buckets.get(bucket);
    const operations = step.writes.map((write) => this.#operation(bucket, model, write, step.idempotencyKey));
    const idempotencyKey = step.idempotencyKey === undefined ? "" : `entries ${step.idempotencyKey}`;
    const { durability } = step;
    const answer = await this.#answer(engine.commit({ operations, idempotencyKey, durability }));
    // What is repeated may be of a bucket that was deleted.
    if (answer === undefined || model === undefined || answer.position <= model.position) return;
    for (const [index, operation] of operations.entries()) note(model, operation, answer.results[index]);
  }

  #operation(bucket: string, model: ModelBucket | undefined, write: KvWrite, once: number | undefined): OperationInit {
    const key = write.what === "increment" ? `count ${write.key}` : `ü/${write.key}`;
    const { ttlMs } = write;
    const revision = model?.entries.get(key)?.revision ?? 0;
    const expectedRevision = { anything: undefined, nothing: 0, "what is there": revision }[write.expects];
    if (write.what === "increment") return { increment: { bucket, key, by: 1 + write.bytes, ttlMs } };
    if (write.what === "delete") return { delete: { bucket, key, expectedRevision } };
    const value = once === undefined ? `${this.#written++} `.padEnd(write.bytes, "x") : `once ${once} ${write.bytes}`;
    return { put: { bucket, key, value: Buffer.from(value), ttlMs, expectedRevision } };
  }
}

/** A repeated commit says what the first one did, which may not count any more. */
function note(
  { entries }: ModelBucket,
  operation: OperationInit,
  result: CommitResponse["results"][number] | undefined,
): void {
  const { put, increment } = operation;
  const key = (put ?? increment ?? operation.delete)?.key ?? "";
  const { revision = 0, value = 0 } = result?.entry ?? {};
  if (revision === 0 || revision <= (entries.get(key)?.revision ?? 0)) return;
  const written = put === undefined ? String(value) : text(put.value);
  entries.set(key, { revision, value: operation.delete === undefined ? written : undefined });
}

function text(value: Uint8Array | undefined): string {
  return Buffer.from(value ?? []).toString();
}

function sorted(entries: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...entries].sort());
}

function absent(error: unknown): { entry: undefined } {
  if (isFlowMeshError(error) && error.reason === "key_not_found") return { entry: undefined };
  throw error;
}
