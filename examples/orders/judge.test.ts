import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, type Outcome } from "./judge.ts";
import { makeOrders } from "./orders.ts";

const orders = makeOrders(20);

/** What there is when all went well, with one thing changed. */
function outcome(change: Partial<Outcome> = {}): Outcome {
  const totals = new Map<string, number>();
  for (const { customer, cents } of orders) totals.set(customer, (totals.get(customer) ?? 0) + cents);
  return {
    states: orders.map(({ id }) => id),
    totals,
    accepted: orders.map(({ id, cents }) => ({ order: id, cents })),
    sent: orders.map(({ id, customer }) => ({ order: id, to: customer, text: "" })),
    ...change,
  };
}

test("what went well is found to be so", () => {
  assert.deepEqual(judge(orders, outcome()), []);
});

test("what is lost, doubled, unknown, or went to somebody else is found", () => {
  const { states, accepted, sent, totals } = outcome();
  assert.deepEqual(judge(orders, outcome({ states: states.slice(1) })), ["order-0001 has no state"]);
  assert.deepEqual(judge(orders, outcome({ sent: [...sent, sent[3]!] })), ["order-0004 has 2 e-mails"]);
  const unknown = { order: "order-9999", cents: 1 };
  assert.deepEqual(judge(orders, outcome({ accepted: [...accepted, unknown] })), [
    "order-9999 was not ordered and has this: event",
  ]);
  const doubled = new Map([...totals, ["ann@example.com", 99]]);
  assert.match(judge(orders, outcome({ totals: doubled })).join(), /^ann@example\.com spent \d+ cents, not 99$/);
  const [first, ...others] = sent;
  assert.deepEqual(judge(orders, outcome({ sent: [{ ...first!, to: "eve@example.com" }, ...others] })), [
    "the e-mail of order-0001 went to eve@example.com",
  ]);
});
