import type { FieldModel, MessageModel } from "../model.ts";
import type { LimitModel } from "../read-limits.ts";
import type { JsonObject } from "./json-schema.ts";

/** What a request may say in a field beyond what its type says: bounds that the proto files cannot hold, with their figures from limits.yaml. */
export class FieldBounds {
  readonly #limits: ReadonlyMap<string, LimitModel>;

  constructor(limits: readonly LimitModel[]) {
    this.#limits = new Map(limits.map((limit) => [limit.name, limit]));
  }

  of(message: MessageModel, field: FieldModel): JsonObject {
    return this.#byMessage[`${message.name}.${field.property}`] ?? this.#byName[field.property] ?? {};
  }

  #value(name: string): number {
    return this.#limits.get(name)!.value;
  }

  #max(name: string): number {
    const { value, max } = this.#limits.get(name)!;
    return max ?? value;
  }

  get #name(): JsonObject {
    return { minLength: 1, maxLength: this.#value("name_bytes"), pattern: "^[A-Za-z0-9._-]+$" };
  }

  get #key(): JsonObject {
    return { minLength: 1, maxLength: this.#value("kv_key_bytes") };
  }

  get #byName(): Readonly<Record<string, JsonObject>> {
    return {
      stream: this.#name,
      group: this.#name,
      bucket: this.#name,
      queue: this.#name,
      key: this.#key,
      history: { minimum: 1, maximum: this.#max("kv_history") },
      ttlMs: { minimum: 0, maximum: this.#value("kv_ttl_ms") },
      keys: { minItems: 1, maxItems: this.#value("kv_get_keys"), items: { type: "string", ...this.#key } },
      partition: { minimum: 0 },
      pageSize: { minimum: 0, maximum: this.#max("page_size") },
      limit: { minimum: 0, maximum: this.#max("page_size") },
      waitMs: { minimum: 0, maximum: this.#value("wait_ms") },
      maxBytes: { minimum: 0, maximum: this.#max("read_bytes") },
      atLeast: { minimum: 0 },
      expectedOffset: { minimum: 0 },
      expectedRevision: { minimum: 0 },
      dedupeId: { maxLength: this.#value("dedupe_id_bytes") },
      idempotencyKey: { maxLength: this.#value("idempotency_key_bytes") },
      idempotencyWindowMs: { minimum: 0, maximum: this.#value("idempotency_window_ms") },
      workerId: { minLength: 1, maxLength: this.#value("worker_id_bytes") },
      memberId: { maxLength: this.#value("member_id_bytes") },
      label: { maxLength: this.#value("member_label_bytes") },
      sessionTimeoutMs: { minimum: 0, maximum: this.#max("session_timeout_ms") },
      dedupeWindowMs: { minimum: 0, maximum: this.#max("dedupe_window_ms") },
      retentionMs: { minimum: 0 },
      retentionBytes: { minimum: 0 },
      operations: { minItems: 1, maxItems: this.#value("commit_operations") },
      finished: { maxItems: this.#value("finished_ranges") },
      headers: { maxItems: this.#value("record_headers") },
    };
  }

  get #byMessage(): Readonly<Record<string, JsonObject>> {
    const partitions = { minimum: 1, maximum: this.#value("stream_partitions") };
    return {
      "CreateStreamRequest.partitions": partitions,
      "UpdateStreamRequest.partitions": partitions,
      "JoinGroupRequest.streams": { minItems: 1, maxItems: this.#value("member_streams") },
      "PublishRequest.records": { minItems: 1 },
      "NewJob.key": { maxLength: this.#value("record_key_bytes") },
      "NewJob.priority": { minimum: 0, maximum: 9 },
      "NewJob.delayMs": { minimum: 0, maximum: this.#value("job_delay_ms") },
      "NewJob.orderingKey": { maxLength: this.#value("ordering_key_bytes") },
      "NewJob.maxAttempts": { minimum: 0, maximum: this.#max("job_attempts") },
      "EnqueueRequest.jobs": { minItems: 1, maxItems: this.#value("queue_jobs") },
      "EnqueueOperation.jobs": { minItems: 1, maxItems: this.#value("queue_jobs") },
      "ReserveRequest.maxJobs": { minimum: 0, maximum: this.#value("queue_jobs") },
      "SettleRequest.outcomes": { minItems: 1, maxItems: this.#value("queue_jobs") },
      "ExtendRequest.leases": { minItems: 1, maxItems: this.#value("queue_jobs") },
      "JobFilter.key": { maxLength: this.#value("record_key_bytes") },
      "JobEdit.key": { maxLength: this.#value("record_key_bytes") },
      "StartOperationRequest.stopOnFailurePercent": { minimum: 0, maximum: 100 },
      "ListJobsRequest.key": { maxLength: this.#value("record_key_bytes") },
    };
  }
}
