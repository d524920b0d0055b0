import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConnectionOwner } from "./connection.ts";
import { ConnectionLife, type LivingConnection } from "./connection-life.ts";

/** Opens a connection to a server that says nothing, and waits until it is given up. Gives how often the server was asked whether it is there. */
async function pingsUntilGivenUp(sent: LivingConnection["sent"]): Promise<number> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const owner: Partial<ConnectionOwner> = { opened: () => undefined, closed: () => resolve() };
  let pings = 0;
  const connection = { greeting: "HELLO", ping: () => pings++, sent, destroy: () => undefined };
  const silence = { connectMs: 1000, pingAfterMs: 20, stallMs: 20 };
  const life = new ConnectionLife(
    { host: "h", port: 1, origin: "test" },
    owner as ConnectionOwner,
    connection,
    silence,
  );
  life.opened(1);
  const alive = setInterval(() => undefined, 1000);
  await closed;
  clearInterval(alive);
  return pings;
}

test("a server that slowly takes what waits for it is not silent, and one that takes nothing more is", async () => {
  const bytes = 40;
  let taken = 0;
  const pings = await pingsUntilGivenUp(() => ({ taken: Math.min(++taken, bytes), waiting: 1 }));
  assert.ok(taken > bytes, `given up after ${taken} of ${bytes} bytes`);
  assert.ok(pings >= 1);
});

test("that the system takes what nobody reads is no sign of life", async () => {
  let taken = 0;
  const pings = await pingsUntilGivenUp(() => ({ taken: ++taken, waiting: 0 }));
  assert.equal(pings, 1);
});
