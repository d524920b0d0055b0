/** An order as it comes in. */
export interface Order {
  readonly id: string;
  /** E-mail address of who ordered. */
  readonly customer: string;
  readonly cents: number;
}

/** What the service tells others of an order that it has accepted. */
export interface AcceptedOrder {
  readonly order: string;
  readonly cents: number;
}

/** What a mailer is to send. */
export interface Mail {
  readonly to: string;
  readonly order: string;
  readonly text: string;
}

/** Where everything is. */
export const names = {
  /** Orders that came in, keyed by customer. */
  orders: "orders",
  /** Events of orders that were accepted. */
  accepted: "orders-accepted",
  /** Every e-mail that was sent: this example's mail server. */
  sent: "orders-sent",
  group: "order-service",
  /** What became of each order. */
  states: "order-states",
  /** How many cents each customer has spent. */
  totals: "order-totals",
  /** What is known of mail servers. */
  servers: "mail-servers",
  mails: "order-mails",
} as const;

/** The mail server of these addresses is out of order at first. */
export const brokenDomain = "example.net";

const customers = ["ann", "bob", "cleo", "dan", "eve", "finn", "gus", "hana", "ivo", "jo"];

/** Orders that are the same in each run; every tenth is of somebody at the domain whose mail server is out of order. */
export function makeOrders(count: number): Order[] {
  return Array.from({ length: count }, (_, index) => {
    const name = customers[index % customers.length]!;
    const domain = name === "jo" ? brokenDomain : "example.com";
    const cents = 100 + ((index * 7919) % 9900);
    return { id: `order-${String(index + 1).padStart(4, "0")}`, customer: `${name}@${domain}`, cents };
  });
}
