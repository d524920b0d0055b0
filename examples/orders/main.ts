/**
 * 300 orders come in. Two processes accept them: state, total of the customer, event, and e-mail to send are one commit. Two others send the e-mails. Half-way one of each is killed. E-mails to
 * a mail server that is out of order die after three attempts; once it is mended they are tried again. At the end it is checked that nothing was lost, doubled, or done in part.
 *
 *     make orders                with a FlowMesh that runs (make dev)
 *     make orders ARGS=--own     with one of its own, in a temporary folder
 */
import { setTimeout } from "node:timers/promises";
import { isFlowMeshError, type Mesh } from "@flowmesh/client";
import { withMesh } from "../with-mesh.ts";
import { judge, type Outcome } from "./judge.ts";
import { type AcceptedOrder, brokenDomain, type Mail, makeOrders, names, type Order } from "./orders.ts";
import { Processes } from "./processes.ts";

const orders = makeOrders(300);
const mailQueue = { leaseMs: 2000, maxAttempts: 3, backoff: { initialMs: 50, maxMs: 200 } };

/** Makes everything anew: an earlier run has left its own. */
async function setUp(mesh: Mesh): Promise<void> {
  await ignoring("group_not_found", mesh.groups.delete(names.group));
  for (const stream of [names.orders, names.accepted, names.sent]) {
    await ignoring("stream_not_found", mesh.streams.delete(stream));
    await mesh.streams.create(stream, { partitions: 4 });
  }
  for (const bucket of [names.states, names.totals, names.servers]) {
    await ignoring("bucket_not_found", mesh.buckets.delete(bucket));
    await mesh.buckets.create(bucket);
  }
  await ignoring("queue_not_found", mesh.queues.delete(names.mails));
  await mesh.queues.create(names.mails, mailQueue);
  await mesh.kv(names.servers).put(brokenDomain, "down");
}

type Missing = "group_not_found" | "stream_not_found" | "bucket_not_found" | "queue_not_found";

async function ignoring(reason: Missing, done: Promise<unknown>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!isFlowMeshError(error, reason)) throw error;
  }
}

/** Waits until every order is accepted and no e-mail is to be sent any more. */
async function allQuiet(mesh: Mesh): Promise<void> {
  for (;;) {
    const { lagRecords } = await mesh.groups.get(names.group);
    const { counts } = await mesh.queues.get(names.mails);
    const open = [counts?.waiting, counts?.active, counts?.retrying, counts?.delayed];
    if (lagRecords === 0 && open.every((count) => count === 0)) return;
    await setTimeout(50);
  }
}

async function deadMails(mesh: Mesh): Promise<{ readonly ids: string[]; readonly error: string }> {
  const ids: string[] = [];
  let error = "";
  for await (const job of mesh.queues.jobs(names.mails, { state: "dead" })) {
    ids.push(job.job);
    error = job.error;
  }
  return { ids, error };
}

async function readAll<Content>(mesh: Mesh, stream: string): Promise<Content[]> {
  const all: Content[] = [];
  for await (const message of mesh.read(stream)) all.push(message.json<Content>()!);
  return all;
}

async function outcomeOf(mesh: Mesh): Promise<Outcome> {
  const states: string[] = [];
  const totals = new Map<string, number>();
  for await (const { key } of mesh.kv(names.states).list({ keysOnly: true })) states.push(key);
  for await (const entry of mesh.kv(names.totals).list()) totals.set(entry.key, entry.json<number>()!);
  const accepted = await readAll<AcceptedOrder>(mesh, names.accepted);
  return { states, totals, accepted, sent: await readAll<Mail>(mesh, names.sent) };
}

/** Jobs that somebody else has finished. */
async function takenOver(mesh: Mesh): Promise<number> {
  let count = 0;
  for await (const job of mesh.queues.jobs(names.mails, { state: "done", withoutValues: true }))
    if (job.attemptsUsed > 1) count++;
  return count;
}

async function acceptAndSend(mesh: Mesh, services: Processes, mailers: Processes): Promise<void> {
  for (const number of [1, 2]) {
    services.start(`service ${number}`);
    mailers.start(`mailer ${number}`);
  }
  await mesh.publishMany(
    names.orders,
    orders.map((order: Order) => ({ key: order.customer, value: order })),
  );
  console.log(`${orders.length} orders came in; two services accept them, two mailers send the e-mails.`);
  await services.reach(orders.length / 2);
  console.log(`Killed ${await services.killOne()} after ${services.done.length} orders.`);
  await mailers.reach(orders.length / 2);
  console.log(`Killed ${await mailers.killOne()} after ${mailers.done.length} e-mails.`);
  await allQuiet(mesh);
  console.log(`The others went on: ${await takenOver(mesh)} e-mails that a mailer had begun were sent by the other.\n`);
}

async function redrive(mesh: Mesh): Promise<void> {
  const { ids, error } = await deadMails(mesh);
  console.log(`${ids.length} e-mails are dead after ${mailQueue.maxAttempts} attempts each: ${error}.`);
  await mesh.kv(names.servers).put(brokenDomain, "up");
  // One at first, then ten, then the others, each step once the one before has ended well.
  const steps = { ramp: [1, 10, 0], stopOnFailurePercent: 5, reason: "the mail server is back" };
  const { operation } = await mesh.operations.start(names.mails, { action: "retry", ...steps });
  await mesh.operations.ended(names.mails, operation);
  await allQuiet(mesh);
  const { ids: left } = await deadMails(mesh);
  console.log(
    `The mail server is back, and they were tried again, one, then ten, then all: ${left.length} are dead now.\n`,
  );
}

/** Exit code 0 when all is as it should be. */
async function run(mesh: Mesh, url: string | undefined): Promise<number> {
  await setUp(mesh);
  const services = new Processes("order-service.ts", url);
  const mailers = new Processes("mailer.ts", url);
  try {
    await acceptAndSend(mesh, services, mailers);
    await redrive(mesh);
    const codes = [...(await services.endAll("SIGTERM")), ...(await mailers.endAll("SIGTERM"))];
    const outcome = await outcomeOf(mesh);
    const problems = judge(orders, outcome);
    console.log(`states  ${outcome.states.length}`);
    console.log(`events  ${outcome.accepted.length}`);
    console.log(`e-mails ${outcome.sent.length}\n`);
    for (const problem of problems.slice(0, 10)) console.log(problem);
    if (problems.length > 0 || codes.some((code) => code !== 0)) return 1;
    console.log("Every order has its state, its event and its e-mail, each once, and every customer's total is right.");
    return 0;
  } finally {
    await Promise.all([services.endAll("SIGKILL"), mailers.endAll("SIGKILL")]);
  }
}

process.exitCode = await withMesh("orders", run);
