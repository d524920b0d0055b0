import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Random } from "./random.ts";
import { SeededRandom } from "./seeded-random.ts";
import { SystemRandom } from "./system-random.ts";

function randomContract(open: () => Random): void {
  test("gives every number below the bound, and none beyond", () => {
    const random = open();
    const counts = new Array<number>(7).fill(0);
    for (let draw = 0; draw < 7000; draw++) counts[random.integer(7)]!++;
    for (const count of counts) assert.ok(count > 800 && count < 1200);
    assert.equal(random.integer(1), 0);
  });

  test("gives numbers beyond 32 bits", () => {
    const random = open();
    const drawn = Array.from({ length: 200 }, () => random.integer(2 ** 47));
    assert.ok(drawn.every((value) => Number.isSafeInteger(value) && value >= 0 && value < 2 ** 47));
    assert.ok(drawn.some((value) => value > 2 ** 46) && drawn.some((value) => value < 2 ** 46));
  });

  test("fills every byte", () => {
    const random = open();
    const seen = new Uint8Array(37);
    for (let round = 0; round < 50; round++) {
      const bytes = new Uint8Array(37);
      random.fill(bytes);
      for (let index = 0; index < 37; index++) seen[index]! |= bytes[index]!;
    }
    assert.ok(seen.every((bits) => bits === 255));
  });
}

describe("SystemRandom", () => randomContract(() => new SystemRandom()));

describe("SeededRandom", () => {
  randomContract(() => new SeededRandom(1));

  const draws = (random: SeededRandom): number[] => Array.from({ length: 20 }, () => random.integer(1000));

  test("gives the same numbers from the same seed, others from another", () => {
    assert.deepEqual(draws(new SeededRandom(7)), draws(new SeededRandom(7)));
    assert.deepEqual(draws(new SeededRandom("7")), draws(new SeededRandom(7)));
    assert.notDeepEqual(draws(new SeededRandom(7)), draws(new SeededRandom(8)));
  });

  test("keeps the numbers it gave in the versions before", () => {
    assert.deepEqual(draws(new SeededRandom(1)).slice(0, 5), [600, 99, 106, 812, 481]);
  });

  test("forks by label, whatever was drawn before", () => {
    const random = new SeededRandom(7);
    const before = draws(random.fork("disk"));
    draws(random);
    assert.deepEqual(draws(random.fork("disk")), before);
    assert.notDeepEqual(draws(random.fork("clock")), before);
  });

  test("shuffles without losing anything, picks what is there, and is as likely as asked", () => {
    const random = new SeededRandom(3);
    const items = Array.from({ length: 30 }, (_, index) => index);
    const shuffled = random.shuffle(items);
    assert.notDeepEqual(shuffled, items);
    assert.deepEqual(
      shuffled.toSorted((one, other) => one - other),
      items,
    );
    assert.ok(items.includes(random.pick(items)));
    let heads = 0;
    for (let toss = 0; toss < 1000; toss++) if (random.chance(0.25)) heads++;
    assert.ok(heads > 200 && heads < 300);
  });
});
