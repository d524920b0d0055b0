import assert from "node:assert/strict";
import { test } from "node:test";
import { SystemClock } from "@flowmesh/engine";
import { ItemTurns } from "./item-turns.ts";

/** Its time goes on only where a test says so; turns are those of the event loop. */
class HandClock extends SystemClock {
  nowMs = 0;

  override monotonicMs(): number {
    return this.nowMs;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("items beyond a young turn wait for the next one, in order, and as many are made in each as it has time for", async () => {
  const clock = new HandClock();
  const turns = new ItemTurns(clock);
  const made: string[] = [];
  const make = async (name: string): Promise<void> => {
    const young = turns.next();
    if (young !== undefined) await young;
    made.push(name);
    clock.nowMs += 1;
  };
  for (const name of ["a", "b", "c", "d", "e", "f", "g"]) void make(name);
  const soFar = [made.length];
  while (made.length < 7) {
    await turn();
    soFar.push(made.length);
  }
  assert.deepEqual(made, ["a", "b", "c", "d", "e", "f", "g"]);
  assert.deepEqual(soFar, [3, 6, 7]);
});

test("while there is time nobody waits", async () => {
  const turns = new ItemTurns(new HandClock());
  for (let count = 0; count < 1000; count++) assert.equal(turns.next(), undefined);
});
