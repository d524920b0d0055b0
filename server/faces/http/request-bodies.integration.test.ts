import assert from "node:assert/strict";
import { test } from "node:test";
import { openapi } from "@flowmesh/contract/internal";
import { encodeBatch } from "@flowmesh/fabric";
import type { RunningServer } from "../../server-options.ts";
import { AnswerCheck, type OperationUnderTest } from "../../testing/openapi/answer-check.ts";
import { exampleRequest } from "../../testing/openapi/bad-requests.ts";
import { startedServer } from "../../testing/started-server.ts";

const check = new AnswerCheck(openapi);

const [stream, group, bucket, queue, memberId] = ["shipments", "billing", "prices", "emails", "m"];
const [key, job, lease] = ["EUR/USD", "0", "1"];
const time = "2026-01-31T12:00:00Z";
const headers = [{ name: "trace", value: "1" }];
const record = { key, value: 1, headers, timestamp: time, partition: 0, dedupeId: "a" };
const newJob = { key, value: 1, headers, priority: 1, delayMs: 1, orderingKey: "a", maxAttempts: 2 };
const batch = Buffer.from(encodeBatch([{ value: Buffer.from("1"), timestampMs: 1 }])).toString("base64");
const cursor = { offset: 0, finished: [{ firstOffset: 0, lastOffset: 0 }] };
const origin = { causation: ["a"], correlation: "a", durability: "always" };
const lost = { memberId, stream, partition: 0, epoch: 1, offset: 0, attempts: 1, error: "e", stack: "s" };
const settings = {
  leaseMs: 1000,
  maxAttempts: 2,
  backoff: { initialMs: 1, factor: 2, jitter: "none" },
  rate: { limit: 1, perMs: 1 },
  keepDone: { count: 1, ageMs: 1 },
};

/** What a schedule may do. */
const scheduled = [
  { publish: { stream, records: [record], expectedOffset: 0 } },
  { put: { bucket, key, value: 1, expectedRevision: 1, ttlMs: 1 } },
  { put: { bucket, key, valueBase64: "MQ==" } },
  { delete: { bucket, key, expectedRevision: 1 } },
  { increment: { bucket, key, by: 1, ttlMs: 1 } },
  { check: { bucket, key, expectedRevision: 1 } },
  { enqueue: { queue, jobs: [newJob] } },
  { checkOffset: { stream, partition: 0, expectedOffset: 0 } },
];
const operations = [
  ...scheduled,
  { append: { stream, partition: 0, expectedOffset: 0, dedupeId: "a", batch, partitionCount: 2 } },
  { cursor: { group, memberId, stream, partition: 0, cursor, epoch: 1 } },
  { settle: { queue, outcome: { job, lease, done: { result: 1 } } } },
  { deadLetter: { group, key, value: 1, headers, timestamp: time, ...lost } },
  { checkLease: { queue, job, lease } },
];
const outcomes = [{ done: { result: 1 } }, { failed: { error: "e", retryAfterMs: 1 } }, { dead: {} }, { released: {} }];
const times = [
  { cron: "* * * * *", zone: "UTC", startAt: time, maxFirings: 1, jitterMs: 1 },
  { everyMs: 1000 },
  { at: time },
];

/** Bodies with all that an operation takes, beside its example; none of their fields needs another one to be there, unless the schema says so. */
const fullBodies: Readonly<Record<string, readonly object[]>> = {
  createStream: [
    { stream: "other", partitions: 1, settings: { retentionMs: 1, retentionBytes: 1, dedupeWindowMs: 1 } },
  ],
  updateStream: [{ partitions: 2, settings: {}, expectedRevision: 1 }],
  publish: [{ records: [record], expectedOffset: 0, ...origin }],
  subscribe: [{ cursors: [{ partition: 0, offset: 0 }], followNewPartitions: true, maxBytes: 1, group }],
  joinGroup: [{ streams: [stream], memberId, label: "a", start: "latest", sessionTimeoutMs: 1000 }],
  heartbeat: [{ memberEpoch: 1, holding: [{ stream, partitions: [0] }], waitMs: 0 }],
  commitCursors: [{ memberId, cursors: [{ stream, partition: 0, cursor, epoch: 1 }], durability: "always" }],
  resetGroup: [{ anchor: "earliest" }, { offset: 0 }, { shift: 1 }, { time }].map((to) => ({ stream, ...to })),
  createQueue: [{ queue: "other", settings }],
  updateQueue: [{ settings, expectedRevision: 1 }],
  enqueue: [{ jobs: [newJob, { runAt: time, dedupeId: "a" }], ...origin }],
  reserve: [{ workerId: "a", label: "a", maxJobs: 1, waitMs: 0, leaseMs: 1000, ahead: true, maxBytes: 1 }],
  settle: outcomes.map((outcome) => ({ outcomes: [{ job, lease, ...outcome }] })),
  extend: [{ workerId: "a", leases: [{ job, lease, progress: 1, log: ["a"] }], leaseMs: 1000, waitMs: 0 }],
  retryJob: [{ edit: newJob }],
  commit: operations.map((operation) => ({ operations: [operation], answeredKeys: ["a"], ...origin })),
  putSchedule: [
    ...scheduled.map((operation) => ({ times: times[2], operations: [operation] })),
    ...times.map((each) => ({ times: each, operations: [scheduled[0]], missed: "one", keepFinishedMs: 1 })),
  ],
  previewSchedule: times.map((each) => ({ times: each, count: 1, from: time })),
  createBucket: [{ bucket: "other", settings: { history: 1, ttlMs: 1 } }],
  updateBucket: [{ settings: { history: 1, ttlMs: 1 }, expectedRevision: 1 }],
  put: [{ value: 1, expectedRevision: 1, ttlMs: 1, ...origin }, { valueBase64: "MQ==" }],
  increment: [{ by: 1, ttlMs: 1, ...origin }],
  getMany: [{ keys: [key], atLeast: 0 }],
  watch: [{ prefix: "a", afterRevision: 0 }],
  startOperation: [{ action: "retry", filter: { state: "dead", key, error: "e" }, edit: { value: 1, key, headers } }],
};

async function setUp({ fabric: { streams, groups, kv, queues } }: RunningServer): Promise<void> {
  await streams.createStream({ stream, partitions: 2 });
  await groups.joinGroup({ group, memberId, streams: [stream] });
  await kv.createBucket({ bucket });
  await queues.createQueue({ queue });
}

/** Whether a field must be there may hang on what another one says: that stands in words alone. */
const saidInWords = new Set(["subscribe without cursors"]);

/** Nothing is waited for, a watch is left once it is answered, and no request is taken for the repetition of another. */
async function send(server: RunningServer, operation: OperationUnderTest, body: unknown): Promise<number> {
  const { verb, target } = exampleRequest(operation);
  const answer = await fetch(server.httpUrl + target, {
    method: verb,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body, (name, value) =>
      name === "waitMs" ? 0 : name === "idempotencyKey" ? undefined : value,
    ),
  });
  await answer.body?.cancel();
  return answer.status;
}

/** The body without each of its fields, and with each field that has a second way to be given in both ways. */
function variants(value: unknown): { readonly name: string; readonly body: unknown }[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, its]) =>
    name === "value" || name === "result"
      ? []
      : variants(its).map((variant) => ({
          name: `${name}.${variant.name}`,
          body: Array.isArray(value)
            ? value.map((each, index) => (String(index) === name ? variant.body : each))
            : { ...value, [name]: variant.body },
        })),
  );
  if (Array.isArray(value)) return inner;
  const without = Object.keys(value).map((left) => ({
    name: `without ${left}`,
    body: Object.fromEntries(Object.entries(value).filter(([name]) => name !== left)),
  }));
  const twice = ["key", "value", "result"]
    .filter((name) => name in value && !("bucket" in value))
    .map((name) => ({ name: `with ${name} twice`, body: { ...value, [`${name}Base64`]: "MQ==" } }));
  return [{ name: "itself", body: value }, ...without, ...twice, ...inner];
}

test("a body is refused for what it lacks, or has twice, exactly when the document says so", async (t) => {
  const server = await startedServer(t);
  await setUp(server);
  const faults: string[] = [];
  let refused = 0;
  for (const operation of check.operations.filter(({ bodyTypes }) => bodyTypes[0] === "application/json")) {
    for (const full of [operation.example, ...(fullBodies[operation.operationId] ?? [])]) {
      assert.equal(check.faultOfBody(operation, full), undefined, `${operation.operationId}: ${JSON.stringify(full)}`);
      for (const { name, body } of variants(full)) {
        const fault = check.faultOfBody(operation, body);
        const status = await send(server, operation, body);
        if (status === 400) refused++;
        const what = `${operation.operationId} ${name}`;
        if ((status === 400) !== (fault !== undefined) && !saidInWords.has(what))
          faults.push(`${what}: ${fault ?? "as the document says"}, and answered with ${status}`);
      }
    }
  }
  assert.deepEqual(faults, []);
  assert.ok(refused > 100, `${refused} were refused`);
});

test("a body with two fields of which one may be given is refused by the document as by the server", async (t) => {
  const server = await startedServer(t);
  await setUp(server);
  const bodies: readonly (readonly [operationId: string, body: object])[] = [
    ["commit", { operations: [{ ...operations[0], ...operations[1] }] }],
    ["commit", { operations: [{ put: { bucket, key, value: 1, valueBase64: "MQ==" } }] }],
    ["commit", { operations: [{ put: { bucket, key, value: null } }] }],
    ["settle", { outcomes: [{ job, lease, ...outcomes[0], ...outcomes[1] }] }],
    ["resetGroup", { stream, offset: 0, shift: 1 }],
    ["previewSchedule", { times: { everyMs: 1000, at: time } }],
  ];
  for (const [operationId, body] of bodies) {
    const operation = check.operations.find((each) => each.operationId === operationId)!;
    assert.notEqual(check.faultOfBody(operation, body), undefined, JSON.stringify(body));
    assert.equal(await send(server, operation, body), 400, JSON.stringify(body));
  }
});
