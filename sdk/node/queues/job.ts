import type { JobOrigin, ReservedJob } from "@flowmesh/contract";
import { type DecodedHeader, FlowMeshError } from "@flowmesh/fabric";
import { type Codec, decoded, noValue } from "../definitions/codec.ts";
import { asText, headerText } from "../reading/content.ts";

/** Names a lease: what `tx.ack`, `tx.nack` and `tx.dead` take. A `Job` is one. */
export interface LeasedJob {
  readonly queue: string;
  /** Of the job. */
  readonly id: string;
  /** Of this lease alone. */
  readonly lease: string;
}

/** A job as its worker gets it. `Data`: what the definition of its queue says that it holds. */
export class Job<Data = unknown> implements LeasedJob {
  readonly queue: string;
  readonly id: string;
  readonly lease: string;
  /** Undefined: the job has no value. */
  readonly value: Uint8Array | undefined;
  /** Undefined: the job has no key. */
  readonly key: Uint8Array | undefined;
  /** Names may repeat. */
  readonly headers: readonly DecodedHeader[];
  /** 1 for the first one. */
  readonly attempt: number;
  /** Those that it has in all. */
  readonly maxAttempts: number;
  /** Milliseconds since 1970. */
  readonly enqueuedMs: number;
  /** 0 to 9; higher goes first. */
  readonly priority: number;
  /** Empty: none. */
  readonly orderingKey: string;
  /** Of a dead letter of a group that is tried again: the record that it was. */
  readonly origin: JobOrigin | undefined;
  #codec: Codec<Data> | undefined;

  constructor(queue: string, reserved: ReservedJob) {
    this.queue = queue;
    this.id = reserved.job;
    this.lease = reserved.lease;
    this.value = reserved.value;
    this.key = reserved.key;
    this.headers = reserved.headers.map(({ name, value }) => ({ name, value: value ?? null }));
    this.attempt = reserved.attempt;
    this.maxAttempts = reserved.maxAttempts;
    this.enqueuedMs = reserved.enqueuedAt ?? 0;
    this.priority = reserved.priority;
    this.orderingKey = reserved.orderingKey;
    this.origin = reserved.origin;
  }

  /** What the value holds, as the definition of its queue reads it; without one, parsed as JSON. @throws FlowMeshError `job_not_json`, or what the definition's `parse` or `codec` throws */
  get data(): Data {
    if (this.#codec === undefined) return this.json<Data>() as Data;
    const { queue, id, value = noValue } = this;
    const details = { part: "value", job: id, queue };
    return decoded(
      this.#codec,
      value,
      (problem, options) => new FlowMeshError("job_not_json", { ...details, problem }, options),
    );
  }

  /** Lets `data` be read so from now on. */
  readBy<Other>(codec: Codec<Other> | undefined): Job<Other> {
    const job = this as unknown as Job<Other>;
    job.#codec = codec;
    return job;
  }

  /** The value as text; empty for a job without a value. */
  text(): string {
    return asText(this.value) ?? "";
  }

  /** The value parsed as JSON; undefined for a job without a value. @throws FlowMeshError `job_not_json` */
  json<Content = unknown>(): Content | undefined {
    return jobJson<Content>(this.queue, this.id, "value", this.value);
  }

  /** The key as text; undefined for a job without a key. */
  keyText(): string | undefined {
    return asText(this.key);
  }

  /** The last header of this name as text; undefined where there is none or it has no value. */
  header(name: string): string | undefined {
    return headerText(this.headers, name);
  }
}

/** What is in a part of a job. @throws FlowMeshError `job_not_json` */
export function jobJson<Content>(
  queue: string,
  job: string,
  part: "value" | "result",
  bytes: Uint8Array | undefined,
): Content | undefined {
  const text = asText(bytes);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Content;
  } catch (cause) {
    throw new FlowMeshError("job_not_json", { part, job, queue, problem: (cause as Error).message }, { cause });
  }
}
