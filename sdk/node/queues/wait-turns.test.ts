import assert from "node:assert/strict";
import { test } from "node:test";
import { WaitTurns } from "./wait-turns.ts";

/** Waits that are under way, to be ended by hand. */
function setUp() {
  const turns = new WaitTurns();
  const begun: { readonly waitMsMax: number; readonly end: () => void }[] = [];
  const start = (signal?: AbortSignal): Promise<void> =>
    turns.run(signal, (waitMsMax) => new Promise<void>((end) => begun.push({ waitMsMax, end })));
  return { begun, start };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("a few wait for long, many for a short time each, and more in a line", async () => {
  const { begun, start } = setUp();
  const waits = Array.from({ length: 600 }, () => start());
  await settled();
  assert.equal(begun.length, 512);
  assert.deepEqual([begun[0]?.waitMsMax, begun[511]?.waitMsMax], [30_000, 1000]);
  for (const { end } of begun.slice(0, 10)) end();
  await settled();
  assert.equal(begun.length, 522);
  while (begun.length > 0) {
    for (const { end } of begun.splice(0)) end();
    await settled();
  }
  await Promise.all(waits);
  const last = start();
  await settled();
  assert.equal(begun[0]?.waitMsMax, 30_000, "all places are free again");
  begun[0]?.end();
  await last;
});

test("who gives up in the line takes no turn", async () => {
  const { begun, start } = setUp();
  for (let count = 0; count < 512; count++) void start();
  const giving = new AbortController();
  const given = start(giving.signal);
  const next = start();
  giving.abort(new Error("no time"));
  await assert.rejects(given, /no time/);
  await assert.rejects(start(giving.signal), /no time/);
  begun[0]?.end();
  await settled();
  assert.equal(begun.length, 513);
  begun[512]?.end();
  await next;
});
