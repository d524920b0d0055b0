import type { CaseContext } from "../../case-context.ts";

/** Names of what a story happens in. */
export interface OrderStory {
  readonly orders: string;
  readonly mails: string;
  readonly totals: string;
  readonly emails: string;
  readonly correlation: string;
  /** Its tree. */
  readonly tree: readonly string[];
}

/**
 * One order comes in with a correlation id. Whoever handles it writes a total and enqueues an e-mail in one commit; the worker of that publishes that it was sent and counts it. Each
 * names what it handles as its cause.
 */
export async function tellOrderStory(context: CaseContext): Promise<OrderStory> {
  const { fabric, streams, stream, bucket, queue, name } = context;
  const [orders, mails, totals, emails] = [await stream(), await stream(), await bucket(), await queue()];
  const correlation = name("order");
  await streams.publish({ stream: orders, records: [{ value: Buffer.from("one") }], correlation });
  await fabric.commit({
    operations: [
      { put: { bucket: totals, key: "alice", value: Buffer.from("12") } },
      { enqueue: { queue: emails, jobs: [{ value: Buffer.from("to alice") }] } },
    ],
    causation: [`${orders}/0@0`],
  });
  await fabric.commit({
    operations: [
      { publish: { stream: mails, records: [{ value: Buffer.from("sent") }] } },
      { increment: { bucket: totals, key: "sent" } },
    ],
    causation: [`${emails}#0`],
  });
  const tree = [
    `correlation:${correlation}`,
    `  ${orders}/0@0`,
    `    ${totals}/alice@1`,
    `    ${emails}#0`,
    `      ${mails}/0@0`,
    `      ${totals}/sent@2`,
  ];
  return { orders, mails, totals, emails, correlation, tree };
}
