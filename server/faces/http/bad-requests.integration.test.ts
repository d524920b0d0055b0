import assert from "node:assert/strict";
import { Agent, type IncomingMessage, request } from "node:http";
import { type TestContext, test } from "node:test";
import { methods } from "@flowmesh/contract";
import { openapi } from "@flowmesh/contract/internal";
import { encodeBatch } from "@flowmesh/fabric";
import type { RunningServer } from "../../server-options.ts";
import { type Answer, AnswerCheck, type OperationUnderTest } from "../../testing/openapi/answer-check.ts";
import { badRequests, exampleRequest, type RawRequest } from "../../testing/openapi/bad-requests.ts";
import { startedServer } from "../../testing/started-server.ts";

const check = new AnswerCheck(openapi);

function openClient(t: TestContext, { port }: RunningServer): (raw: RawRequest) => Promise<Answer> {
  const agent = new Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  return ({ verb, target, headers, body }) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { "content-length": body.length };
      const sent = request({
        port,
        host: "127.0.0.1",
        method: verb,
        path: target,
        headers: { ...headers, ...length },
        agent,
      });
      sent.once("response", (answer: IncomingMessage) => {
        const chunks: Buffer[] = [];
        const end = (): void =>
          resolve({
            status: answer.statusCode!,
            contentType: answer.headers["content-type"] ?? "",
            body: Buffer.concat(chunks),
          });
        answer.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          if (!isEndless(answer, target)) return;
          end();
          answer.destroy();
        });
        answer.once("error", reject);
        answer.once("end", end);
      });
      sent.once("error", reject);
      sent.end(body);
    });
}

/** A watch goes on until its client leaves: its first lines are enough. */
function isEndless({ statusCode }: IncomingMessage, target: string): boolean {
  return statusCode === 200 && target.split("?", 1)[0]!.endsWith("/watch");
}

/** What the examples speak of is there, and nothing that an earlier request left. */
async function setUp({ fabric: { streams, groups, kv, queues, schedules } }: RunningServer): Promise<void> {
  await queues.deleteQueue({ queue: "emails" }).catch(() => undefined);
  await queues.createQueue({ queue: "emails" });
  await queues.enqueue({
    queue: "emails",
    jobs: Array.from({ length: jobsWaiting }, () => ({ value: Buffer.from("1") })),
  });
  await schedules.putSchedule({
    schedule: "daily-report",
    times: { everyMs: 86_400_000 },
    operations: [{ enqueue: { queue: "emails", jobs: [{}] } }],
  });
  await kv.deleteBucket({ bucket: "prices" }).catch(() => undefined);
  await kv.createBucket({ bucket: "prices" });
  await kv.put({ bucket: "prices", key: "EUR/USD", value: Buffer.from("1") });
  await groups.leaveGroup({ group: "billing", memberId }).catch(() => undefined);
  await groups.deleteGroup({ group: "billing" }).catch(() => undefined);
  await streams.deleteStream({ stream: "shipments" }).catch(() => undefined);
  await streams.createStream({ stream: "shipments", partitions: 2 });
  await streams.append({ stream: "shipments", batch: encodeBatch(records) });
  await groups.joinGroup({ group: "billing", memberId, streams: ["shipments"] });
}

/** So many that whoever reserves some need not wait for others. */
const jobsWaiting = 1000;
const records = ["1", "2", "3"].map((value) => ({ value: Buffer.from(value), timestampMs: 1 }));
const memberId = "0b3f1c52-6a0e-4f6e-9d0c-3c1f3f1f9a10";

test("every example of the reference is a request that the schema lets through, and is answered within the schema", async (t) => {
  const server = await startedServer(t);
  const send = openClient(t, server);
  // What the state decides: a group with a member, a stream, a bucket and a queue that are there already, a batch that is none, a lease that nobody gave, a job that
  // has not ended, an operation that was never begun, a record that is no event, a clock that is real.
  const refused = new Map([
    ["createStream", 409],
    ["createBucket", 409],
    ["append", 400],
    ["deleteGroup", 412],
    ["undoReset", 412],
    ["readEvent", 404],
    ["createQueue", 409],
    ["settle", 409],
    ["retryJob", 409],
    ["getOperation", 404],
    ["pauseOperation", 404],
    ["resumeOperation", 404],
    ["stopOperation", 404],
    ["getClock", 412],
    ["advanceClock", 412],
  ]);
  for (const operation of check.operations) {
    await setUp(server);
    const answer = await send(exampleRequest(operation));
    assert.equal(check.faultOf(operation, answer), undefined, operation.operationId);
    const expected = refused.get(operation.operationId) ?? 200;
    assert.equal(answer.status, expected, `${operation.operationId}: ${answer.body}`);
  }
});

test("thousands of bad requests for every operation are refused within the schema, and none with a 5xx", async (t) => {
  const server = await startedServer(t);
  const send = openClient(t, server);
  const counts: Record<string, number> = {};
  const faults: string[] = [];
  for (const operation of check.operations) {
    const requests = badRequests(operation);
    counts[operation.operationId] = requests.length;
    await setUp(server);
    for (const raw of requests) {
      const fault = faultOf(operation, raw, await send(raw));
      if (fault !== undefined) faults.push(`${operation.operationId}, ${raw.verb} ${raw.name}: ${fault}`);
    }
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  t.diagnostic(`${total} requests: ${JSON.stringify(counts)}`);
  assert.deepEqual(faults.slice(0, 20), [], `${faults.length} faults`);
  const ofEvents = ["publishEvents", "readEvent", "readEvents"];
  assert.deepEqual(Object.keys(counts).sort(), [...Object.keys(methods), ...ofEvents].sort());
  assert.ok(total >= 2000 && Math.min(...Object.values(counts)) >= 50, `${total} requests`);
  assert.equal((await fetch(`${server.httpUrl}/health/ready`)).status, 200);
});

function faultOf(operation: OperationUnderTest, raw: RawRequest, answer: Answer): string | undefined {
  if (answer.status >= 500) return `HTTP ${answer.status}: ${answer.body}`;
  // Another verb is another operation, or none; what has no body has no schema.
  if (raw.verb === "HEAD" || raw.verb === "OPTIONS") return answer.body.length === 0 ? undefined : "it has a body";
  const verb = raw.verb.toLowerCase();
  if (verb === operation.verb) return check.faultOf(operation, answer);
  const meant = check.operations.find((other) => other.path === operation.path && other.verb === verb);
  return check.faultOf(meant ?? { ...operation, responses: {} }, answer);
}
