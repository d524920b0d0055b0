import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { SystemClock } from "./clock/system-clock.ts";
import { WorkTurns } from "./work-turns.ts";

const spin = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until; );
};

test("work that takes long has one piece a turn, in order, and the event loop goes round in between", async () => {
  const turns = new WorkTurns(new SystemClock());
  const done: string[] = [];
  const piece = async (number: number): Promise<void> => {
    await turns.run(() => {
      spin(8);
      done.push(`piece ${number}`);
    });
  };
  let isOver = false;
  const look = (): void => {
    done.push("others");
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await Promise.all([1, 2, 3, 4].map(piece));
  isOver = true;
  deepEqual(
    done.filter((each) => each !== "others"),
    ["piece 1", "piece 2", "piece 3", "piece 4"],
  );
  for (const number of [2, 3, 4])
    ok(done.indexOf(`piece ${number}`) > done.indexOf(`piece ${number - 1}`) + 1, `${done}`);
});

test("work that takes no time begins at once", () => {
  const turns = new WorkTurns(new SystemClock());
  let done = 0;
  for (let count = 1; count <= 100; count++) {
    void turns.run(() => done++);
    equal(done, count);
  }
});
