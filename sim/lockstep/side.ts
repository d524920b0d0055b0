import type { JobOutcomeInit, OperationInit } from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { letterOf } from "./letters.ts";
import { bucketName, causeName, correlationName, entryOf, keyName, queueName, streamName } from "./names.ts";
import { type OperationStep, ofOperation } from "./operation-steps.ts";
import { type Plain, plain } from "./plain.ts";
import type { Present } from "./present.ts";
import type { Ending, JobSketch, Part, Step, Write } from "./step.ts";
import { keptHistory } from "./whole-state.ts";

/** Steps that are calls. */
export type Call = Exclude<
  Step,
  { readonly do: "together" | "watch" | "fill" | "group" | "wait" | "jump" | "collect" | "restart" | "cut" }
>;

/** What a call came to: its answer or the reason for its refusal, and the position at which it wrote; 0 when it wrote nothing. */
export interface Answer {
  readonly said: Plain;
  readonly position: number;
}

/** A lease, and what it is on. */
export interface Held {
  readonly queue: string;
  readonly job: string;
  readonly lease: string;
}

const heldMax = 8;

/** One of the two that are asked the same: a fabric, and the leases that were taken from it. */
export class Side {
  fabric: Fabric;
  /** The newest first; those that are over too. */
  held: readonly Held[] = [];

  readonly #nowMs: () => number;

  constructor(fabric: Fabric, nowMs: () => number) {
    this.fabric = fabric;
    this.#nowMs = nowMs;
  }

  /** Makes the call of a step. */
  async call(step: Call, present: Present): Promise<Answer> {
    try {
      const answer = await this.#call(step, present);
      const { position = 0 } = answer as { position?: number };
      return { said: plain(answer), position };
    } catch (error) {
      if (!isFlowMeshError(error)) throw error;
      return { said: plain({ refused: error.reason, ...error.details }), position: 0 };
    }
  }

  #call(step: Call, present: Present): Promise<object> {
    switch (step.do) {
      case "write":
        return this.#write(step, present);
      case "get":
      case "history":
      case "list":
      case "bucket":
      case "drop bucket":
        return this.#ofKv(step);
      case "operate":
      case "pause operation":
      case "resume operation":
      case "stop operation":
        return ofOperation(this.fabric, step);
      case "errors":
        return this.fabric.deadLetters.groupErrors({ queue: queueName(step.queue) });
      default:
        return this.#ofQueue(step);
    }
  }

  #ofKv(step: Call & { readonly do: "get" | "history" | "list" | "bucket" | "drop bucket" }): Promise<object> {
    const { kv } = this.fabric;
    const bucket = bucketName(step.bucket);
    switch (step.do) {
      case "get":
        return kv.get({ bucket, key: keyName(step.key) });
      case "history":
        return keptHistory(this.fabric, bucket, keyName(step.key), this.#nowMs());
      case "list":
        return kv.listEntries({ bucket, prefix: step.prefix });
      case "drop bucket":
        return kv.deleteBucket({ bucket });
      case "bucket": {
        const { history, ttlMs } = step;
        return madeOrChanged(
          () => kv.createBucket({ bucket, settings: { history, ttlMs } }),
          () => kv.updateBucket({ bucket, settings: { history, ttlMs } }),
        );
      }
    }
  }

  #ofQueue(
    step: Exclude<
      Call,
      OperationStep | { readonly do: "write" | "get" | "history" | "list" | "bucket" | "drop bucket" | "errors" }
    >,
  ): Promise<object> {
    const { queues } = this.fabric;
    if (step.do === "settle") return this.#settle(step.held, step.ending);
    if (step.do === "extend") return this.#extend(step);
    const queue = queueName(step.queue);
    const job = "job" in step ? String(step.job) : "";
    switch (step.do) {
      case "queue":
        return madeOrChanged(
          () => queues.createQueue({ queue, settings: step.settings }),
          () => queues.updateQueue({ queue, settings: step.settings }),
        );
      case "drop queue":
        return queues.deleteQueue({ queue });
      case "pause":
        return queues.pauseQueue({ queue });
      case "resume":
        return queues.resumeQueue({ queue });
      case "purge":
        return queues.purgeQueue({ queue, state: step.state });
      case "reserve":
        return this.#reserve(step, queue);
      case "jobs":
        return queues.listJobs({ queue, state: step.state, pageSize: 1000 });
      case "job":
        return queues.getJob({ queue, job });
      case "explain":
        return queues.explainJob({ queue, job });
      case "cancel":
        return queues.cancelJob({ queue, job });
      case "run":
        return queues.runJob({ queue, job });
      case "retry":
        return queues.retryJob({ queue, job });
      case "remove":
        return queues.removeJob({ queue, job });
    }
  }

  async #reserve(step: Step & { readonly do: "reserve" }, queue: string): Promise<object> {
    const { jobs: maxJobs, worker, ahead, leaseMs } = step;
    const answer = await this.fabric.queues.reserve({ queue, workerId: `worker-${worker}`, maxJobs, ahead, leaseMs });
    const held = answer.jobs.map(({ job, lease }) => ({ queue, job, lease }));
    this.held = [...held.reverse(), ...this.held].slice(0, heldMax);
    return answer;
  }

  #settle(numbers: readonly number[], ending: Ending): Promise<object> {
    const { queue, held } = this.#ofOneQueue(numbers);
    return this.fabric.queues.settle({ queue, outcomes: held.map(({ job, lease }) => outcome(job, lease, ending)) });
  }

  #extend({ held: numbers, leaseMs }: Step & { readonly do: "extend" }): Promise<object> {
    const { queue, held } = this.#ofOneQueue(numbers);
    const leases = held.map(({ job, lease }) => ({ job, lease }));
    return this.fabric.queues.extend({ queue, workerId: "worker-0", leases, leaseMs });
  }

  /** Those of the leases that are of the first one's queue, each once. */
  #ofOneQueue(numbers: readonly number[]): { queue: string; held: readonly Held[] } {
    const held = [...new Set(numbers)].flatMap((number) => this.held[number] ?? []);
    const queue = held[0]?.queue ?? queueName(0);
    const jobs = new Map(held.filter((each) => each.queue === queue).map((each) => [each.job, each]));
    return { queue, held: [...jobs.values()] };
  }

  #write(write: Write, present: Present): Promise<object> {
    const { number, parts, once, windowMs, answered } = write;
    const operations = parts.map((part, index) => this.#operation(part, `${number}.${index}`, present));
    const marks = {
      idempotencyKey: once ? keyOnce(number) : "",
      causation: write.causes?.map((cause) => causeName(cause, present.has(cause))),
      correlation: write.correlation === undefined ? undefined : correlationName(write.correlation),
    };
    const [first] = operations;
    const { kv, queues, streams } = this.fabric;
    const answeredKeys = answered?.map(keyOnce);
    if (operations.length > 1 || number % 2 === 0 || answered !== undefined)
      return this.fabric.commit({ operations, ...marks, idempotencyWindowMs: windowMs, answeredKeys });
    if (first?.put !== undefined) return kv.put({ ...first.put, ...marks });
    if (first?.delete !== undefined) return kv.delete({ ...first.delete, ...marks });
    if (first?.increment !== undefined) return kv.increment({ ...first.increment, ...marks });
    if (first?.enqueue !== undefined) return queues.enqueue({ ...first.enqueue, ...marks });
    if (first?.publish !== undefined) return streams.publish({ ...first.publish, ...marks });
    return this.fabric.commit({ operations, ...marks });
  }

  #operation(part: Part, name: string, present: Present): OperationInit {
    switch (part.do) {
      case "publish": {
        const records = Array.from({ length: part.records }, (_, index) => ({
          value: valueNamed(`${name}.${index}`, part.bytes),
        }));
        return { publish: { stream: streamName(part.stream), records } };
      }
      case "enqueue":
        return {
          enqueue: {
            queue: queueName(part.queue),
            jobs: part.jobs.map((job, index) => newJob(job, `${name}.${index}`)),
          },
        };
      case "settle": {
        const { queue, job, lease } = this.held[part.held] ?? { queue: queueName(0), job: "0", lease: "1" };
        return { settle: { queue, outcome: outcome(job, lease, part.ending) } };
      }
      case "bury":
        return letterOf(part, name);
      default:
        return entryOperation(part, name, present);
    }
  }
}

function entryOperation(
  part: Exclude<Part, { readonly do: "publish" | "enqueue" | "settle" | "bury" }>,
  name: string,
  present: Present,
): OperationInit {
  const entry = entryOf(part);
  if (part.do === "add") return { increment: { ...entry, by: part.by, ttlMs: part.ttlMs } };
  const expectedRevision = present.revision(entry.bucket, entry.key, part.expects);
  switch (part.do) {
    case "put":
      return { put: { ...entry, value: valueNamed(name, part.bytes), expectedRevision, ttlMs: part.ttlMs } };
    case "delete":
      return { delete: { ...entry, expectedRevision } };
    case "check":
      return { check: { ...entry, expectedRevision } };
  }
}

function newJob({ bytes, priority, delayMs, order, dedupe, maxAttempts, key }: JobSketch, name: string): object {
  return {
    value: valueNamed(name, bytes),
    priority,
    delayMs,
    key: key === undefined ? undefined : Buffer.from(`key-${key}`),
    orderingKey: order === undefined ? "" : `order-${order}`,
    dedupeId: dedupe === undefined ? "" : `dedupe-${dedupe}`,
    maxAttempts,
  };
}

function outcome(job: string, lease: string, ending: Ending): JobOutcomeInit {
  switch (ending) {
    case "done":
      return { job, lease, done: { result: Buffer.from(`"result of ${job}"`) } };
    case "failed":
      return { job, lease, failed: { error: `${job} failed`, stack: "somewhere" } };
    case "later":
      return { job, lease, failed: { error: `${job} is to wait`, retryAfterMs: 45_700 } };
    case "dead":
      return { job, lease, dead: { error: `${job} is hopeless` } };
    case "released":
      return { job, lease, released: {} };
  }
}

async function madeOrChanged(make: () => Promise<object>, change: () => Promise<object>): Promise<object> {
  try {
    return await make();
  } catch (error) {
    if (!isFlowMeshError(error) || !error.reason.endsWith("_exists")) throw error;
    return change();
  }
}

function valueNamed(name: string, bytes: number): Buffer {
  return Buffer.from(`${name} `.padEnd(bytes, "."));
}

function keyOnce(number: number): string {
  return `once ${number}`;
}
