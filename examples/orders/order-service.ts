/**
 * The order service: takes orders from a stream, and writes its state, tells others, and asks for an e-mail, all in one commit with the place up to which it has come. Runs until it is
 * told to stop (SIGTERM); killed at any moment it leaves nothing half done. Says on its standard output which orders it has accepted. `main.ts` starts two.
 */
import { connect } from "@flowmesh/client";
import { type Mail, names, type Order } from "./orders.ts";

const mesh = await connect();
// Two seconds without a sign of life, and another one takes over; the default is 45.
const options = { group: names.group, orderBy: "key", concurrency: 4, sessionTimeoutMs: 2000 } as const;
const service = mesh.consume(names.orders, options, async (message, { commit }) => {
  const { id, customer, cents } = message.json<Order>()!;
  const text = `Thank you for ${id}, of ${(cents / 100).toFixed(2)} EUR.`;
  const mail: Mail = { to: customer, order: id, text };
  await commit((tx) => {
    tx.put(names.states, id, { state: "accepted", customer, cents });
    tx.increment(names.totals, customer, cents);
    tx.publish(names.accepted, { order: id, cents }, { key: customer });
    tx.enqueue(names.mails, mail, { key: customer });
  });
  console.log(id);
});
process.once("SIGTERM", () => void service.stop().catch(() => undefined));
try {
  await service.ended;
} finally {
  await mesh.close();
}
