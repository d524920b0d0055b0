import assert from "node:assert/strict";
import type { OperationInit, ReservedJob } from "@flowmesh/contract";
import type { Fabric } from "../../fabric.ts";
import { type CaseContext, text } from "../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

const everywhere = { commitScope: "fabric", kv: true, queues: true, idempotencyKeys: true } as const;

/** One resource of each kind, with a job that a worker has. */
interface Ground {
  readonly stream: string;
  readonly bucket: string;
  readonly inbox: string;
  readonly outbox: string;
  readonly held: ReservedJob;
}

async function groundOf({ stream, bucket, queue, enqueue, reserve }: CaseContext): Promise<Ground> {
  const inbox = await queue();
  await enqueue(inbox, ["order"]);
  const [held] = await reserve(inbox);
  assert.ok(held);
  return { stream: await stream(), bucket: await bucket(), inbox, outbox: await queue(), held };
}

/** Handles a job: settles it, writes state, publishes, and enqueues what comes next. */
function handling({ stream, bucket, inbox, outbox, held: { job, lease } }: Ground, value: string): OperationInit[] {
  const bytes = Buffer.from(value);
  return [
    { settle: { queue: inbox, outcome: { job, lease, done: {} } } },
    { put: { bucket, key: "state", value: bytes } },
    { publish: { stream, records: [{ value: bytes }] } },
    { enqueue: { queue: outbox, jobs: [{ value: bytes }] } },
  ];
}

/** How many of the four parts of a handling a reader sees, each read at its own moment, the last written part first. */
async function partsSeen(
  fabric: Fabric,
  { stream, bucket, inbox, outbox, held }: Ground,
  atLeast = 0,
): Promise<number> {
  const enqueued = (await fabric.queues.listJobs({ queue: outbox, atLeast })).jobs.length;
  const published = (await fabric.streams.read({ stream, atLeast })).records.length;
  const put = (await fabric.kv.listEntries({ bucket, atLeast })).entries.length;
  const { job } = await fabric.queues.getJob({ queue: inbox, job: held.job, atLeast });
  return Math.min(1, enqueued) + Math.min(1, published) + Math.min(1, put) + (job?.state === "done" ? 1 : 0);
}

/** One commit over streams, queues and KV. */
export const commitAtomicityCases: readonly ConformanceCase[] = [
  {
    name: "a job is settled, state written, a record published and a job enqueued in one commit, at one position",
    capability: everywhere,
    async run(context) {
      const { fabric } = context;
      const ground = await groundOf(context);
      const { position, results } = await fabric.commit({ operations: handling(ground, "v") });
      assert.deepEqual(
        results.map(({ placements, entry, jobs }) => [placements.length, entry?.revision, jobs.length]),
        [
          [0, undefined, 0],
          [0, 1, 0],
          [1, undefined, 0],
          [0, undefined, 1],
        ],
      );
      assert.equal(await partsSeen(fabric, ground, position), 4);
    },
  },
  ...["settle", "put", "publish", "enqueue"].map((broken, at): ConformanceCase => {
    return {
      name: `when the ${broken} of a commit is refused nothing of the others is ever seen`,
      capability: everywhere,
      async run(context) {
        const { fabric, name } = context;
        const ground = await groundOf(context);
        const operations = handling(ground, "v");
        const missing: Record<string, OperationInit> = {
          settle: { settle: { queue: ground.inbox, outcome: { job: ground.held.job, lease: "0", done: {} } } },
          put: { put: { bucket: ground.bucket, key: "state", value: Buffer.from("v"), expectedRevision: 7 } },
          publish: { publish: { stream: ground.stream, records: [{}], expectedOffset: 7 } },
          enqueue: { enqueue: { queue: name("none"), jobs: [{}] } },
        };
        const reasons = ["lease_lost", "revision_mismatch", "expected_offset_mismatch", "queue_not_found"] as const;
        operations[at] = missing[broken]!;
        await expectRefusal(fabric.commit({ operations }), reasons[at]!, { operation: at });
        await expectRefusal(fabric.commit({ operations: operations.toReversed() }), reasons[at]!, {
          operation: 3 - at,
        });
        assert.equal(await partsSeen(fabric, ground), 0);
        await fabric.commit({ operations: handling(ground, "again") });
        assert.equal(await partsSeen(fabric, ground), 4);
      },
    };
  }),
  {
    name: "a reader beside commits over three primitives sees all of each or none",
    capability: everywhere,
    async run({ fabric, stream: create, bucket: newBucket, queue: newQueue }) {
      const [stream, bucket, queue] = [await create(), await newBucket(), await newQueue()];
      const commits = 40;
      const write = async (): Promise<void> => {
        for (let number = 1; number <= commits; number++) {
          const value = Buffer.from(String(number));
          await fabric.commit({
            operations: [
              { enqueue: { queue, jobs: [{ value }] } },
              { put: { bucket, key: "count", value } },
              { publish: { stream, records: [{ value }] } },
            ],
          });
        }
      };
      let isDone = false;
      const writing = write().finally(() => {
        isDone = true;
      });
      while (!isDone) {
        // What is read later may only be newer, so each of these must hold whatever was committed in between.
        const published = (await fabric.streams.getStream({ stream })).stream?.partitions[0]?.nextOffset ?? 0;
        const count = Number(text((await fabric.kv.listEntries({ bucket })).entries[0]?.value));
        const enqueued = (await fabric.queues.getQueue({ queue })).queue?.counts?.waiting ?? 0;
        const publishedAfter = (await fabric.streams.getStream({ stream })).stream?.partitions[0]?.nextOffset ?? 0;
        assert.deepEqual(
          [published, count, enqueued, publishedAfter].toSorted((a, b) => a - b),
          [published, count, enqueued, publishedAfter],
        );
      }
      await writing;
      assert.equal((await fabric.queues.getQueue({ queue })).queue?.counts?.waiting, commits);
    },
  },
  acrossReopen({
    name: "a commit over four primitives is whole after a reopen, and its key still gives the first answer",
    capability: everywhere,
    async aroundReopen(context) {
      const ground = await groundOf(context);
      const idempotencyKey = context.name("key");
      const request = { operations: handling(ground, "v"), idempotencyKey };
      const first = await context.fabric.commit(request);
      return async () => {
        assert.equal(await partsSeen(context.fabric, ground), 4);
        assert.deepEqual(await context.fabric.commit(request), first);
        assert.equal((await context.queues.listJobs({ queue: ground.outbox })).jobs.length, 1);
      };
    },
  }),
  {
    name: "an idempotency key with other content is refused whatever the operation is",
    capability: everywhere,
    async run(context) {
      const { fabric, name } = context;
      const ground = await groundOf(context);
      const { stream, bucket, inbox, outbox, held } = ground;
      const { job, lease } = held;
      const [a, b] = [Buffer.from("a"), Buffer.from("b")];
      const enqueue = (more: object): OperationInit => ({ enqueue: { queue: outbox, jobs: [{ value: a, ...more }] } });
      const pairs: readonly (readonly [OperationInit, OperationInit])[] = [
        [{ publish: { stream, records: [{ value: a }] } }, { publish: { stream, records: [{ value: b }] } }],
        [{ put: { bucket, key: "k", value: a } }, { put: { bucket, key: "k", value: a, ttlMs: 5000 } }],
        [{ delete: { bucket, key: "k" } }, { delete: { bucket, key: "l" } }],
        [{ increment: { bucket, key: "n" } }, { increment: { bucket, key: "n", by: 2 } }],
        [{ check: { bucket, key: "z" } }, { check: { bucket, key: "y" } }],
        [enqueue({}), enqueue({ priority: 1 })],
        [enqueue({}), enqueue({ delayMs: 5 })],
        [enqueue({}), enqueue({ orderingKey: "o" })],
        [enqueue({}), enqueue({ maxAttempts: 2 })],
        [{ checkOffset: { stream, expectedOffset: 1 } }, { checkOffset: { stream, expectedOffset: 2 } }],
        [{ checkLease: { queue: inbox, job, lease } }, { checkLease: { queue: inbox, job, lease: `${lease}0` } }],
        [
          { settle: { queue: inbox, outcome: { job, lease, done: {} } } },
          { settle: { queue: inbox, outcome: { job, lease, dead: {} } } },
        ],
      ];
      for (const [one, other] of pairs) {
        const idempotencyKey = name("key");
        const first = await fabric.commit({ operations: [one], idempotencyKey });
        assert.deepEqual(await fabric.commit({ operations: [one], idempotencyKey }), first);
        const reused = fabric.commit({ operations: [other], idempotencyKey });
        await expectRefusal(reused, "idempotency_key_reused", { key: idempotencyKey });
      }
    },
  },
];
