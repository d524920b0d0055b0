import type { AcceptedOrder, Mail, Order } from "./orders.ts";

/** What stands in FlowMesh at the end. */
export interface Outcome {
  /** Ids of the orders that have a state. */
  readonly states: readonly string[];
  /** Cents by customer. */
  readonly totals: ReadonlyMap<string, number>;
  readonly accepted: readonly AcceptedOrder[];
  readonly sent: readonly Mail[];
}

/** What is wrong, compared with the orders that went in; empty when nothing is. */
export function judge(orders: readonly Order[], { states, totals, accepted, sent }: Outcome): string[] {
  const ids = orders.map(({ id }) => id);
  return [
    ...differences("state", ids, states),
    ...differences(
      "event",
      ids,
      accepted.map(({ order }) => order),
    ),
    ...differences(
      "e-mail",
      ids,
      sent.map(({ order }) => order),
    ),
    ...wrongTotals(orders, totals),
    ...wrongAddresses(orders, sent),
  ];
}

function differences(what: string, expected: readonly string[], found: readonly string[]): string[] {
  const count = new Map<string, number>();
  for (const id of found) count.set(id, (count.get(id) ?? 0) + 1);
  const missing = expected.filter((id) => !count.has(id)).map((id) => `${id} has no ${what}`);
  const doubled = [...count].filter(([, times]) => times > 1).map(([id, times]) => `${id} has ${times} ${what}s`);
  const known = new Set(expected);
  const unknown = [...count.keys()]
    .filter((id) => !known.has(id))
    .map((id) => `${id} was not ordered and has this: ${what}`);
  return [...missing, ...doubled, ...unknown];
}

/** A commit that took effect twice, or in part, would show here. */
function wrongTotals(orders: readonly Order[], totals: ReadonlyMap<string, number>): string[] {
  const expected = new Map<string, number>();
  for (const { customer, cents } of orders) expected.set(customer, (expected.get(customer) ?? 0) + cents);
  return [...expected]
    .filter(([customer, cents]) => totals.get(customer) !== cents)
    .map(([customer, cents]) => `${customer} spent ${cents} cents, not ${totals.get(customer) ?? 0}`);
}

function wrongAddresses(orders: readonly Order[], sent: readonly Mail[]): string[] {
  const customerOf = new Map(orders.map(({ id, customer }) => [id, customer]));
  return sent
    .filter(({ to, order }) => customerOf.has(order) && customerOf.get(order) !== to)
    .map(({ to, order }) => `the e-mail of ${order} went to ${to}`);
}
